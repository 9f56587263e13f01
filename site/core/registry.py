"""Named slots that upper apps fill, so that lower ones can show what they cannot import.

A department's front page, for instance, shows its news without knowing the news app:

    registry.department_panels.add("news", latest_news, order=10)

Apps fill slots in their `AppConfig.ready()`; whoever owns a slot reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:  # slots are filled before models are ready
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise
    from wagtail.models import Page

    from core.colleagues import Colleagues
    from core.feeds.contract import Feed
    from core.findable import Source
    from core.notices import Followable, Notice, Noticeable

T = TypeVar("T")


@dataclass
class Slot(Generic[T]):
    """An ordered set of named contributions."""

    name: str
    _items: dict[str, tuple[int, T]] = field(default_factory=dict)

    def add(self, key: str, item: T, *, order: int = 100) -> None:
        """Contribute `item` under `key`; a later one with the same key replaces it."""
        self._items[key] = (order, item)

    def get(self, key: str) -> T | None:
        """What was contributed under `key`, or None."""
        _order, item = self._items.get(key, (0, None))
        return item

    def keys(self) -> list[str]:
        """The names of the contributions."""
        return list(self._items)

    def __iter__(self) -> Iterator[T]:
        """The contributions by order, then by name."""
        for _key, (_order, item) in sorted(self._items.items(), key=lambda kv: (kv[1][0], kv[0])):
            yield item


@dataclass(frozen=True)
class Panel:
    """A part of somebody else's page: its heading, its template and what the template needs."""

    title: str
    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class MenuLink:
    """A place of the main navigation that is no page of the tree."""

    label: str
    address: str | _StrPromise


@dataclass(frozen=True)
class ToDo:
    """Something that waits for a reader: what, in a sentence, and where it is done."""

    text: str
    address: str


@dataclass(frozen=True)
class Job:
    """Something that the worker does every so many seconds: its name in the log, and what is called.

    `work` answers True if there is more to do at once, once the other jobs have had their turn.
    """

    name: str
    work: Callable[[], object]
    every: float = 60


@dataclass(frozen=True)
class DeskDate:
    """Something that the news desk's calendar shows on its days: what happens, to what, and where it is edited."""

    what: str
    title: str
    first: date
    last: date
    address: str
    #: What else its line says, such as a time: "09:30".
    note: str = ""


#: Places of the main navigation that are no pages of the tree; an address may be lazy.
menu_links: Slot[MenuLink] = Slot("menu links")

#: What waits for a reader: each is asked with the request and answers any number.
to_do: Slot[Callable[[HttpRequest], list[ToDo]]] = Slot("to do")

#: What bodies leave open until they are read, by the name in `<!--draw:NAME:3-->`: each is given the ids
#: and the reader, and answers the HTML of those that the reader may see.
drawers: Slot[Callable[[set[int], Any], dict[int, str]]] = Slot("drawers")

#: What a person's profile shows besides their own words: each is asked with the request and the person.
profile_panels: Slot[Callable[[HttpRequest, Any], Panel | None]] = Slot("profile panels")

#: What else is done when a person is erased, within the transaction: each is given the person, whose
#: name, addresses and rows are all still there, and may answer what is to be called once they are gone.
erasure: Slot[Callable[[Any], Callable[[], object] | None]] = Slot("erasure")

#: What is handed on when a person leaves: each is given the person and who takes over (or None), and
#: answers what went over, in words: "3 pages".
handing_on: Slot[Callable[[Any, Any], str]] = Slot("handing on")

#: What a department's front page shows besides its own words: each is asked with the request and
#: the department's page, and answers a Panel, or None to show nothing.
department_panels: Slot[Callable[[HttpRequest, Page], Panel | None]] = Slot("department panels")

#: What a team's page shows besides its people: each is asked with the request and the team, and answers a
#: Panel, or None to show nothing.
team_panels: Slot[Callable[[HttpRequest, Any], Panel | None]] = Slot("team panels")

#: What the worker does, by `order`; each is called without arguments.
worker_round: Slot[Job] = Slot("worker round")

#: What can be found by search, by the names of the sources.
findables: Slot[Source] = Slot("findables")

#: Who is told when things that can be found have changed: each is given the name of a source, and ids.
found_anew: Slot[Callable[[str, Collection[int]], None]] = Slot("found anew")

#: What else `/health/ready` says of a site that is ready: names, each with a few words.
readiness: Slot[Callable[[], dict[str, str]]] = Slot("readiness")

#: What people can follow, by the kind that `core.notices` calls it: "page", "topic", "department", "person".
followables: Slot[Followable] = Slot("followables")

#: Things that people are told of, by the names of their sources.
noticeables: Slot[Noticeable] = Slot("noticeables")

#: Who takes what people are to be told, within the transaction of what happened.
notice_takers: Slot[Callable[[Notice], None]] = Slot("notice takers")

#: The page types whose reads are counted.
counted_pages: Slot[type[Page]] = Slot("counted pages")

#: Which department's page a reader belongs to, by its id: each is given the account, the first answer counts.
reader_departments: Slot[Callable[[Any], int | None]] = Slot("reader departments")

#: How people reacted to pages: each is given ids, and answers `{id: {what is said of the reaction: how often}}`.
reactions_to: Slot[Callable[[Collection[int]], dict[int, dict[str, int]]]] = Slot("reactions to")

#: Who looks again at what people were told of: each is given the name of a source, and ids of things that others
#: than before may see.
notice_changes: Slot[Callable[[str, Collection[int]], None]] = Slot("notice changes")

#: Who hears of things of a kind without following them, by the kind of what is followed: each is given ids, and
#: answers the ids of accounts. Those in a team of a department are told of its stories.
belonging: Slot[Callable[[Collection[int]], QuerySet[Any, Any]]] = Slot("belonging")

#: What people subscribe to with a private address, by the names that addresses have for it: "news", "events".
feeds: Slot[Feed] = Slot("feeds")

#: What else the news desk's calendar shows, besides stories: each is given the person, and the first and the
#: last day that are shown, and answers what that person may edit. A number of queries that does not grow.
desk_dates: Slot[Callable[[Any, date, date], Iterable[DeskDate]]] = Slot("desk dates")

#: Who knows those who work here, for apps that name and show people (`core.colleagues`).
colleagues: Slot[Colleagues] = Slot("colleagues")

#: Draws the home page for the reader of a request as it would be with these stories pinned, by id, the first of
#: them leading: for the news desk's preview. Filled once, by `home`, under "home".
front_preview: Slot[Callable[[HttpRequest, Sequence[int]], HttpResponse]] = Slot("front preview")
