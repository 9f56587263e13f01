"""What can be found by search: things that say themselves what search is to know of them.

Each app that has such things puts a `Source` into `core.registry.findables`, and says `changed` wherever
it writes in a way that sends no signal. Search listens; nobody here knows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction

from core import registry

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.navigation import Item


@dataclass(frozen=True)
class Link:
    """That a thing leads to another one, and in which words."""

    source: str
    number: int
    text: str


@dataclass(frozen=True)
class Findable:
    """What an entry holds. Texts are plain; `rule` is an id of `access.Rule`, None for superusers alone."""

    kind: str
    title: str
    rule: int | None
    summary: str = ""
    #: One a line.
    headings: str = ""
    body: str = ""
    #: Other words for it, that are not shown.
    words: str = ""
    #: What somebody is called, in every way.
    names: str = ""
    #: What is looked up whole: e-mail addresses, phone numbers, ids.
    exact: tuple[str, ...] = ()
    #: The words of its web address.
    address: str = ""
    #: The titles above it.
    trail: str = ""
    department: int | None = None
    topics: tuple[int, ...] = ()
    owner: int | None = None
    date: date | None = None
    live_until: datetime | None = None
    links: tuple[Link, ...] = ()
    #: Its path in a tree whose rules `access` settles.
    path: str = ""


class Known(Protocol):
    """What an entry still knows of its thing, when that is to be shown."""

    number: int
    kind: str
    title: str
    summary: str
    date: date | None
    path: str
    trail: str


@dataclass
class Shown:
    """A thing as a reader is shown it among results."""

    title: str
    address: str
    label: str
    summary: str = ""
    trail: list[Item] = field(default_factory=list)
    date: date | None = None
    #: Of a file: its type and size, in words.
    facts: str = ""
    icon: str = ""
    template: str = "search/hit.html"
    thing: Any = None


class Source(Protocol):
    """An app's things of one sort, such as pages or people."""

    name: str

    @property
    def kinds(self) -> dict[str, tuple[str, str]]:
        """What each kind of these things is called: for one, and for several."""

    def numbers(self) -> Iterator[int]:
        """The ids of all that can be found now."""

    def describe(self, numbers: Collection[int]) -> dict[int, Findable]:
        """What entries hold, by id. What cannot be found now is left out."""

    def show(self, request: HttpRequest, entries: Collection[Known]) -> dict[int, Shown]:
        """What the reader of a request may see of the things of these entries, by id. One query for all."""

    def rules(self, numbers: Collection[int]) -> dict[int, int]:
        """The ids of the rules of these things, by their ids; without those that have none."""

    def below(self, paths: Collection[str]) -> Iterable[int]:
        """The ids of the things at and below some paths of their tree; none where they have no tree."""


_waiting: ContextVar[dict[str, set[int]] | None] = ContextVar("waiting", default=None)


def changed(source: str, numbers: Iterable[int]) -> None:
    """Say that things have changed, within the transaction that changes them.

    Whoever listens is told at once, or when the `together` round it ends.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting[source].update(numbers)
        return
    wanted = set(numbers)
    if wanted:
        for listen in registry.found_anew:
            listen(source, wanted)


@contextmanager
def together() -> Iterator[None]:
    """Tell of all changes within at the end, each thing once. In a transaction, which it makes if need be."""
    if _waiting.get() is not None:
        yield
        return
    with transaction.atomic():
        token = _waiting.set(defaultdict(set))
        try:
            yield
            gathered = dict(_waiting.get() or {})
        finally:
            _waiting.reset(token)
        if transaction.get_rollback():
            return
        for source, numbers in gathered.items():
            changed(source, numbers)
