"""The exits of search, each tried by one reader, and what each may say: all that the reader may see, and nothing else."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.management import call_command
from django.http import HttpRequest
from django.test import RequestFactory
from wagtail.models import Page

from accounts.models import User
from core.findable import Findable
from core.models import Document
from core.trash.place import in_bin_q
from search.choice import choose
from search.models import BestBet, Entry
from search.query import Filters, parse
from search.readers import scope_of
from search.results import Results
from search.service import search
from search.suggesting import MOST, suggest
from search.wider import helped
from search.words import folded_words
from tests.access.histories import Oracle
from tests.search.engines import Engine
from tests.search.oracle import described
from tests.search.worlds import SearchWorld, meaning_of

Key = tuple[str, int]
LONG = 7
NOBODYS_YEAR = 1901


@dataclass
class Known:
    """What there is, and who may see it, by what Wagtail's restrictions say."""

    things: dict[Key, Findable]
    entries: dict[Key, int]
    oracle: Oracle
    objects: dict[Key, Any]
    #: Every word that anything has, had, or has in a draft.
    words: set[str]
    bets: list[tuple[str, Key]]

    @classmethod
    def now(cls, world: SearchWorld) -> "Known":
        """As it is in the database."""
        rows = Entry.objects.filter(live=True).values_list("source", "number", "pk")
        objects: dict[Key, Any] = {("page", page.pk): page for page in Page.objects.all()}
        files = Document.objects.select_related("collection")
        objects |= {("document", document.pk): document for document in files}
        entries = {(source, number): pk for source, number, pk in rows}
        things = dict(described())
        pages = Page.objects.filter(live=True, depth__gt=1).exclude(in_bin_q())
        assert {number for source, number in things if source == "page"} == set(
            pages.values_list("pk", flat=True)
        )
        return cls(things, entries, Oracle(), objects, world.words(), _bets())

    def seen_by(self, reader: User) -> dict[Key, Findable]:
        """Everything that a reader may see."""
        groups = frozenset(reader.groups.values_list("pk", flat=True))
        sees = partial(self.oracle.sees, reader, groups)
        return {
            key: thing
            for key, thing in self.things.items()
            if key not in self.objects or sees(self.objects[key])
        }


@dataclass
class Visit:
    """One reader, and what they may see."""

    reader: User
    engine: Engine
    known: Known
    seen: dict[Key, Findable]
    #: The words that stand in what they may see, and all that stand elsewhere alone.
    allowed: set[str]
    closed: set[str]

    @classmethod
    def of(cls, reader: User, engine: Engine, known: Known) -> "Visit":
        """Their visit now."""
        seen = known.seen_by(reader)
        allowed = {word for thing in seen.values() for word in words_of(thing)}
        return cls(reader, engine, known, seen, allowed, known.words - allowed)

    @property
    def request(self) -> HttpRequest:
        """As they make it."""
        request = RequestFactory().get("/search/")
        request.user = self.reader
        return request

    def named_in_cms(self) -> set[str]:
        """The words of the titles of pages and files that they have the right to see, published or not."""
        groups = frozenset(self.reader.groups.values_list("pk", flat=True))
        sees = partial(self.known.oracle.sees, self.reader, groups)
        titles = (thing.title for thing in self.known.objects.values() if sees(thing))
        return {word for title in titles for word in folded_words(title)}

    def ask(self, words: str, size: int = 100, page: int = 1, **filters: Any) -> Results:
        """Search."""
        query = replace(parse(words, Filters(**filters), page), size=size)
        found = search(self.request, query, engine=self.engine.name)
        self.says_nothing_closed(*_shown(found))
        return found

    def says_nothing_closed(self, *texts: object) -> None:
        """Fail where one of the texts has a word that stands only in what is closed."""
        said = set(folded_words(re.sub("</?mark>", "", "\n".join(map(str, texts)))))
        told = said & self.closed
        assert not told, {word: meaning_of(word) for word in told}


def things(visit: Visit) -> None:
    """All that is called a thing, over all pages, its number, and the counts of it."""
    seen = visit.seen
    right = {key: thing for key, thing in seen.items() if "thing" in folded_words(thing.title)}
    found = visit.ask("thing")
    wanted = {visit.known.entries[key] for key in right}
    assert {hit.entry.pk for hit in found.hits} == wanted
    assert len(found.hits) == found.total == len(right)
    kinds = {one.value: one.count for one in found.facets["kind"]} if right else {}
    assert kinds == Counter(thing.kind for thing in right.values())
    departments = Counter(thing.department for thing in right.values() if thing.department)
    open_ = {number: thing.title for (source, number), thing in seen.items() if source == "page"}
    counted = {int(one.value): (one.label, one.count) for one in found.facets.get("department", [])}
    assert counted == {
        number: (open_[number], count) for number, count in departments.items() if number in open_
    }
    years = {int(one.value): one.count for one in found.facets.get("year", [])}
    assert years == Counter(thing.date.year for thing in right.values() if thing.date)
    begun = {
        visit.known.entries[key]
        for key, thing in seen.items()
        if "thing" in folded_words(f"{thing.title} {thing.names}")
    }
    scope = scope_of(visit.reader)
    assert set(choose(visit.engine.name).complete(("thi",), scope, 100)) == begun


def page_by_page(visit: Visit) -> None:
    """Each hit stands on one page of the results."""
    whole = [hit.entry.pk for hit in visit.ask("thing").hits]
    paged = [
        hit.entry.pk
        for page in range(1, len(whole) // 5 + 2)
        for hit in visit.ask("thing", 5, page).hits
    ]
    assert sorted(set(paged)) == sorted(whole)
    assert len(paged) - len(whole) in {0, *range(6)}  # past the end the last page is shown again


def typing(visit: Visit) -> None:
    """What is suggested while one types."""
    found = suggest(visit.request, "thi")
    visit.says_nothing_closed(*(f"{one.text} {one.detail} {one.address}" for one in found))
    right = [
        thing
        for thing in visit.seen.values()
        if "thing" in folded_words(f"{thing.title} {thing.names}")
    ]
    titles = Counter(thing.title for thing in right)
    given = Counter(one.text for one in found)
    assert given <= titles
    assert given.total() == min(MOST, len(right))


def closed_words(visit: Visit, words: Iterable[str]) -> None:
    """The words of something closed find nothing of it, as they are, with a slip, or begun; nor do they help on."""
    scope = scope_of(visit.reader)
    for word in words:
        for typed in (word, word[:-1]):
            found = visit.ask(typed)
            assert (found.total, list(found.hits), found.suggestion) == (0, [], ""), typed
            assert not any(found.facets.values())
            assert not found.best_bets
            assert choose(visit.engine.name).complete((typed,), scope, 10) == []
            assert suggest(visit.request, typed) == []
            offered = helped(visit.request, found)
            assert (offered.ways, offered.people, offered.departments) == ([], [], [])


def open_words(visit: Visit, words: Iterable[str]) -> None:
    """The words of what may be seen find all of it, and nothing else; with a slip too, which is put right.

    Slips in the words of addresses are nobody's.
    """
    for word in words:
        having = {key for key, thing in visit.seen.items() if word in words_of(thing)}
        found = visit.ask(word)
        assert {visit.known.entries[key] for key in having} <= {hit.entry.pk for hit in found.hits}
        assert found.total == len(found.hits)
        saying = {key for key in having if word in words_of(visit.seen[key], with_address=False)}
        slip = visit.ask(word[:-1])
        assert {visit.known.entries[key] for key in saying} <= {hit.entry.pk for hit in slip.hits}
        assert slip.suggestion == (word if saying else "")


def nothing_found(visit: Visit, word: str) -> None:
    """Where nothing is found: how many there are otherwise, and whom to ask, of what may be seen."""
    found = visit.ask(f"thing {word[:-1]}", year=NOBODYS_YEAR)
    assert found.total == 0
    offered = helped(visit.request, found)
    people = [visit.known.things[("person", one.thing.pk)].title for one in offered.people]
    assert set(people) <= _owners(visit)
    visit.says_nothing_closed(*people, *(one.title for one in offered.departments))
    right = [thing for thing in visit.seen.values() if "thing" in folded_words(thing.title)]
    ways = {way.text: way.count for way in offered.ways}
    assert ways.get("“thing” alone", 0) == len(right)
    if word in visit.closed:
        assert set(ways) <= {"“thing” alone", f"“thing {word[:-1]}” without filters"}


def bets(visit: Visit) -> None:
    """Each best bet is got by whoever may see its target, and by nobody else."""
    for phrase, target in visit.known.bets:
        found = visit.ask(phrase).best_bets
        assert [one.title for one in found] == (
            [visit.seen[target].title] if target in visit.seen else []
        )
        visit.says_nothing_closed(*(f"{one.title} {one.text} {one.address}" for one in found))


def terminal(visit: Visit) -> None:
    """`manage.py search --as`."""
    out = io.StringIO()
    name = visit.reader.get_username()
    call_command(
        "search", "thing", "--as", name, "--engine", visit.engine.name, "--json", stdout=out
    )
    right = [thing for thing in visit.seen.values() if "thing" in folded_words(thing.title)]
    assert json.loads(out.getvalue())["total"] == len(right)
    visit.says_nothing_closed(out.getvalue())


def words_of(thing: Findable, *, with_address: bool = True) -> set[str]:
    """The words that a thing says itself."""
    texts = [thing.title, thing.headings, thing.summary, thing.body, thing.words]
    return set(folded_words("\n".join([*texts, thing.address if with_address else ""])))


def _shown(found: Results) -> list[object]:
    """Everything that is shown of results."""
    shown: list[object] = [found.suggestion, *(f"{b.title} {b.text}" for b in found.best_bets)]
    for hit in found.hits:
        shown += [hit.title, hit.text, hit.url, *(item.title for item in hit.shown.trail)]
        shown += [hit.owner.name if hit.owner else ""]
    return shown + [value.label for values in found.facets.values() for value in values]


def _owners(visit: Visit) -> set[str]:
    people = visit.known.things
    owners = {thing.owner for thing in visit.seen.values() if thing.owner}
    return {people[("person", n)].title for n in owners if ("person", n) in people}


def _bets() -> list[tuple[str, Key]]:
    return [
        (bet.said, (source, number))
        for bet in BestBet.objects.prefetch_related("phrases")
        for source in ("page", "document", "person")
        if (number := getattr(bet, f"{source}_id"))
    ]
