"""Did you mean: other words, of which there is more, and none that a reader may not know."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from wagtail.models import Page

from search.query import Filters, parse
from search.service import search
from tests.factories.pages import ContentPageFactory, NewsPageFactory, restrict, text
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meant(rf: RequestFactory, staff: Any, home: Page) -> Any:
    """What a member of staff may have meant."""

    def suggestion(words: str, **filters: Any) -> str:
        request = rf.get("/search/")
        request.user = staff
        return search(request, parse(words, Filters(**filters))).suggestion

    return suggestion


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("morring licence", "mooring licence"),
        ("moorign", "mooring"),
        ("Moring  LICENCE", "mooring LICENCE"),
        ("mooring licence", ""),
        ("mooring", ""),
        ("xqzzk", ""),
        ("", ""),
    ],
)
def test_words_are_put_right(typed: str, wanted: str, meant: Any) -> None:
    ContentPageFactory(title="Mooring licence")
    assert meant(typed) == wanted


def test_names_are_put_right(meant: Any) -> None:
    PersonFactory(first_name="Ifeoma", last_name="Baptiste")
    assert meant("ifeoma batiste") == "ifeoma baptiste"


def test_a_closed_word_is_never_suggested(meant: Any) -> None:
    closed = ContentPageFactory(title="Quokka plans", body=[text("<p>Operation wallaby</p>")])
    restrict(closed, Group.objects.create(name="Keepers"))
    ContentPageFactory(title="Plans")
    for typed in ("quoka", "quoka plans", "qoukka", "walaby", "operation walaby"):
        assert meant(typed) == "", typed


def test_a_closed_word_is_not_suggested_for_an_open_one_with_the_same_stem(meant: Any) -> None:
    closed = ContentPageFactory(title="University")
    restrict(closed, Group.objects.create(name="Keepers"))
    ContentPageFactory(title="Universe")
    assert "university" not in meant("universitty")


def test_a_suggestion_finds_something_within_the_same_filters(meant: Any) -> None:
    NewsPageFactory(title="Mooring")
    assert meant("morring", kind="news") == "mooring"
    assert meant("morring", kind="policy") == ""


def test_a_known_word_is_left_alone_unless_another_is_much_commoner(meant: Any) -> None:
    ContentPageFactory(title="From here")
    ContentPageFactory(title="Leve")
    for n in range(60):
        ContentPageFactory(title=f"Leave {n}")
    assert meant("leve") == "leave"
    assert meant("leave") == ""


def test_whether_a_closed_page_has_a_word_changes_nothing_of_what_is_suggested(
    meant: Any, staff: Any
) -> None:
    ContentPageFactory(title="Mooring")
    keepers = Group.objects.create(name="Keepers")
    restrict(ContentPageFactory(title="Moorina"), keepers)
    before = meant("moorinf"), meant("moorinf licence")
    assert before[0] == "mooring"
    restrict(ContentPageFactory(title="Moorinf"), keepers)
    assert (meant("moorinf"), meant("moorinf licence")) == before
    staff.groups.add(keepers)
    staff.__dict__.pop("_rules", None)
    assert meant("moorinf") == ""
