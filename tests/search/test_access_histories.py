"""Whatever happens to a site, search shows all that a person may see of what they ask for, and nothing else."""

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from hypothesis import HealthCheck, Phase, example, given, settings
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from core import registry
from core.findable import Findable
from core.models import Document
from search.choice import choose
from search.models import Entry
from search.query import Filters, parse
from search.readers import scope_of
from search.results import Results
from search.service import search
from search.words import folded_words
from search.writing import write_all
from tests.access.histories import Oracle, Step
from tests.search.engines import Elastic, Engine
from tests.search.oracle import described, differences
from tests.search.worlds import SearchWorld, histories

pytestmark = pytest.mark.django_db
#: `make test` tries 40 histories an engine, `.ci/run` 150.
TIMES = int(os.environ.get("SEARCH_HISTORIES") or 40)
NO_GROUPS: frozenset[int] = frozenset()
#: A page that leads to an open one is closed, taken down, and deleted.
A_LINK_IS_CLOSED: list[Step] = [
    ("rename", 1, 3, NO_GROUPS),
    ("restrict", 2, 0, NO_GROUPS),
    ("unrestrict", 1, 0, NO_GROUPS),
    ("unpublish", 1, 0, NO_GROUPS),
    ("publish", 1, 0, NO_GROUPS),
    ("delete", 1, 0, NO_GROUPS),
]
Key = tuple[str, int]


@pytest.fixture
def begun(home: Page) -> SearchWorld:
    """The world as every history finds it."""
    for things in registry.findables:
        list(write_all(things.name))
    return SearchWorld.begin()


@pytest.fixture(params=["database", "elasticsearch"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    if request.param == "database":
        return Engine()
    return Elastic(request.getfixturevalue("elasticsearch_url"))


# Histories are short: making them shorter would take longer than reading them.
@settings(
    max_examples=TIMES,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(history=histories)
@example(history=A_LINK_IS_CLOSED)
def test_everybody_finds_what_they_may_see_and_nothing_else(
    begun: SearchWorld, engine: Engine, history: list[Step]
) -> None:
    cache.clear()
    world = replace(begun, groups=list(begun.groups))
    quick = override_settings(WAGTAILSEARCH_BACKENDS={})
    with transaction.atomic(), quick, disable_reference_index_auto_update(), engine.running():
        for number, step in enumerate(history):
            world.do(step)
            engine.keep_up()
            check(world, engine, number)
        transaction.set_rollback(True)


@dataclass
class Known:
    """What there is, and who may see it, by what Wagtail's restrictions say."""

    things: dict[Key, Findable]
    entries: dict[Key, int]
    oracle: Oracle
    objects: dict[Key, Any]

    @classmethod
    def now(cls) -> "Known":
        """As it is in the database."""
        rows = Entry.objects.filter(live=True).values_list("source", "number", "pk")
        objects: dict[Key, Any] = {("page", page.pk): page for page in Page.objects.all()}
        files = Document.objects.select_related("collection")
        objects |= {("document", document.pk): document for document in files}
        entries = {(source, number): pk for source, number, pk in rows}
        return cls(dict(described()), entries, Oracle(), objects)

    def seen_by(self, reader: User) -> dict[Key, Findable]:
        """Everything that a reader may see."""
        groups = frozenset(reader.groups.values_list("pk", flat=True))
        sees = partial(self.oracle.sees, reader, groups)
        return {
            key: thing
            for key, thing in self.things.items()
            if key not in self.objects or sees(self.objects[key])
        }


def check(world: SearchWorld, engine: Engine, number: int) -> None:
    """Compare what search shows with the oracle, for everybody."""
    assert differences() == []
    known = Known.now()
    for reader in User.objects.filter(pk__in=[person.pk for person in world.people]):
        request = RequestFactory().get("/search/")
        request.user = reader
        seen = known.seen_by(reader)
        everything(request, engine, known, seen)
        ahead(reader, engine, known, seen)
        hidden(request, engine, known, seen, number)


def ask(request: HttpRequest, engine: Engine, words: str, size: int = 100) -> Results:
    query = replace(parse(words, Filters()), size=size)
    return search(request, query, engine=engine.name)


def everything(
    request: HttpRequest, engine: Engine, known: Known, seen: dict[Key, Findable]
) -> None:
    """All that is called a thing, its number, and the counts of it."""
    right = {key: thing for key, thing in seen.items() if "thing" in folded_words(thing.title)}
    found = ask(request, engine, "thing")
    assert {hit.entry.pk for hit in found.hits} == {known.entries[key] for key in right}
    assert len(found.hits) == found.total == len(right)
    kinds = {one.value: one.count for one in found.facets["kind"]} if right else {}
    assert kinds == Counter(thing.kind for thing in right.values())
    departments = Counter(thing.department for thing in right.values() if thing.department)
    open_ = {number for source, number in seen if source == "page"}
    counted = {int(one.value): one.count for one in found.facets.get("department", [])}
    assert counted == {number: n for number, n in departments.items() if number in open_}
    years = {int(one.value): one.count for one in found.facets.get("year", [])}
    assert years == Counter(thing.date.year for thing in right.values() if thing.date)
    only_their_words(found, known, seen)


def only_their_words(found: Results, known: Known, seen: dict[Key, Findable]) -> None:
    """Whatever is shown of results stands in what the reader may see."""
    allowed = {word for thing in seen.values() for word in words_of(thing)}
    closed = {word for thing in known.things.values() for word in words_of(thing)} - allowed
    shown = [found.suggestion, *(bet.title for bet in found.best_bets)]
    for hit in found.hits:
        shown += [hit.title, hit.text, *(item.title for item in hit.shown.trail)]
    shown += [value.label for values in found.facets.values() for value in values]
    said = set(folded_words(re.sub("<[^>]*>", "", " ".join(shown))))
    assert said & closed == set()


def ahead(reader: User, engine: Engine, known: Known, seen: dict[Key, Findable]) -> None:
    """All that begins so, by its title."""
    right = {
        known.entries[key]
        for key, thing in seen.items()
        if "thing" in folded_words(f"{thing.title} {thing.names}")
    }
    assert set(choose(engine.name).complete(("thi",), scope_of(reader), 100)) == right


def hidden(
    request: HttpRequest, engine: Engine, known: Known, seen: dict[Key, Findable], number: int
) -> None:
    """The words of something closed find nothing of it, as they are, with a slip, or begun."""
    allowed = {word for thing in seen.values() for word in words_of(thing)}
    of_closed = (
        word for key, thing in known.things.items() if key not in seen for word in words_of(thing)
    )
    closed = sorted({word for word in of_closed if word not in allowed and len(word) == 7})
    for word in closed[number::7][:3]:
        for typed in (word, word[:-1]):
            found = ask(request, engine, typed)
            assert (found.total, list(found.hits), found.suggestion) == (0, [], ""), typed
            assert not any(found.facets.values())
            assert choose(engine.name).complete((typed,), scope_of(request.user), 10) == []
    right = sorted({word for word in allowed if len(word) == 7 and word.isalpha()})
    for word in right[number::7][:3]:
        wanted = {known.entries[key] for key, thing in seen.items() if word in words_of(thing)}
        found = ask(request, engine, word)
        assert wanted <= {hit.entry.pk for hit in found.hits}
        assert found.total == len(found.hits)
        assert {hit.entry.pk for hit in found.hits} <= {known.entries[key] for key in seen}
        only_their_words(found, known, seen)


def words_of(thing: Findable) -> set[str]:
    """The words that a thing says itself."""
    return set(folded_words(f"{thing.title}\n{thing.headings}\n{thing.summary}\n{thing.body}"))
