"""Whatever is typed into a search of the CMS is answered, on both databases."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.search.utils import parse_query_string

from core.adminsearch.cleaning import LONGEST_QUERY, MOST_WORDS, clean
from core.models import Document, Image
from home.models import HomePage
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.pages import ContentPageFactory
from tests.factories.people import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"', "'", "''", '""', '"unclosed', 'a "b', 'a"b"c', '"a" "b" "c" d', "' OR 1=1 --", "*", "tide*", "***", "-tide",
    "!", "(", ")(", "AND", "a AND", "NOT", "NEAR(", "NEAR(a b)", "title:tide", "{title}: tide", "^tide", "tide + wind",
    "live:yes", "live:no tide", 'live:"', "a:b:c", "\\", "\\'", "%", "%s", "%(x)s", "_", "<script>", "tide & | !", ":*",
    "a<->b", "😀", "é" * 300, "½", "\u202e", " ", "", "   ", "…—", "tide " * 1500, "a " * 2000, '"a" ' * 800, "x" * 7000,
    "İstanbul", "٣", "²", "x\u200dy", "“quoted”", "\ufffe\uffff", "a'b'c", "\u0301", "ಠ_ಠ",
]  # fmt: skip
CONTROLS = ["\x00", "a\x00b", "\x1b[0m", "\x7f"]
DOORS = [
    "/admin/pages/search/",
    "/admin/pages/search/results/",
    "/admin/pages/{home}/results/",
    "/admin/choose-page/search/",
    "/admin/documents/results/",
    "/admin/documents/chooser/results/",
    "/admin/images/results/",
    "/admin/images/chooser/results/",
    "/admin/snippets/people/person/results/",
    "/admin/snippets/choose/people/person/results/",
    "/admin/snippets/people/team/results/",
    "/admin/snippets/choose/people/team/results/",
    "/admin/snippets/core/topic/results/",
    "/admin/snippets/choose/core/topic/results/",
    "/admin/users/results/",
    "/admin/groups/results/",
    "/admin/redirects/results/",
]
#: Words and what has a meaning in one of the two databases, in any order.
PIECES = ["tide", "AND", "OR", "NOT", "NEAR(", ")", '"', "'", "*", ":", "{", "}", "^", "\\", "%s", "live:yes", "&", "|", "!", " "]  # fmt: skip
typed = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=25).map(" ".join),
)
leaves = st.one_of(typed.map(PlainText), typed.map(Phrase))
trees = st.recursive(
    leaves,
    lambda part: st.one_of(st.lists(part, max_size=4).map(And), st.lists(part, max_size=4).map(Or)),
    max_leaves=60,
)


@pytest.fixture
def things(home: HomePage, admin_client: Client) -> tuple[Client, HomePage]:
    """Something of each kind to be found."""
    ContentPageFactory(title="Tide a b")
    DocumentFactory(title="Tide a b")
    ImageFactory(title="Tide a b")
    PersonFactory(first_name="Tide")
    TeamFactory(name="Tide a b")
    return admin_client, home


def ask(things: tuple[Client, HomePage], door: str, words: str) -> int:
    client, home = things
    address = door.format(home=home.pk)
    return client.get(address, {"q": words}).status_code


@pytest.mark.parametrize("door", DOORS)
def test_every_door_answers_whatever_is_typed(door: str, things: tuple[Client, HomePage]) -> None:
    answers = {words: ask(things, door, words) for words in HOSTILE}
    assert {words: status for words, status in answers.items() if status != 200} == {}
    assert {ask(things, door, words) for words in CONTROLS} == {400}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=typed, door=st.sampled_from(DOORS))
def test_no_words_at_all_break_a_door(
    things: tuple[Client, HomePage], words: str, door: str
) -> None:
    assert ask(things, door, words) in {200, 400}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.one_of(typed, trees, typed.map(lambda text: parse_query_string(text)[1])))
@example(query="a\x00b")
@example(query="\ud800")
@example(query=" ".join(["tide"] * 2000))
@example(query=And([]))
@example(query=Or([PlainText("\x00"), PlainText("tide")]))
@pytest.mark.parametrize("method", ["search", "autocomplete"])
def test_code_may_ask_with_any_words_too(
    things: tuple[Client, HomePage], method: str, query: Any
) -> None:
    for model in (Page, Document, Image):
        for by_relevance in (True, False):
            ask_for = getattr(get_search_backend(), method)
            found = ask_for(query, model.objects.all(), order_by_relevance=by_relevance)
            assert len(list(found[:5])) == min(found.count(), 5)


@given(typed)
def test_no_more_than_so_many_words_are_looked_for(text: str) -> None:
    kept = clean(text * 20)
    words = kept.split() if isinstance(kept, str) else []
    assert len(words) <= MOST_WORDS
    assert len("".join(words)) <= LONGEST_QUERY
    assert all(word.isprintable() and '"' not in word for word in words)


def test_the_limit_holds_for_a_whole_tree() -> None:
    kept = clean(And([Phrase("a b " * 10), Or([PlainText("c " * 20), PlainText("d")])]))
    assert repr(kept) == repr(
        And([Phrase(" ".join("a b".split() * 10)), PlainText(" ".join("c" * 12))])
    )


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        (Not(PlainText("a\x00b")), Not(PlainText("a b"))),
        (Fuzzy('"tide', operator="and"), Fuzzy("tide", operator="and")),
        (And([PlainText("!"), Phrase("x")]), Phrase("x")),
    ],
)
def test_what_is_left_of_a_tree_keeps_its_meaning(query: Any, kept: Any) -> None:
    assert repr(clean(query)) == repr(kept)
