"""What can be talked about: each sort of thing says so itself, and who may read it.

    subjects.register("post", Posts())

A conversation knows its thing by the sort's name and the thing's id, and nothing else of it. "page" stands for
every page whose type takes `TakesCommentsMixin`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import Http404

from access.rules import Reader
from conversations.enums import SHOWN, Talk
from core.notices import Sight


@dataclass(frozen=True)
class Place:
    """A thing that is talked about, as one reader may see it now."""

    subject: str
    number: int
    title: str
    address: str
    talk: Talk = Talk.OPEN

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by."""
        return self.subject, self.number

    @property
    def is_open(self) -> bool:
        """Whether something may be said."""
        return self.talk == Talk.OPEN

    @property
    def is_shown(self) -> bool:
        """Whether what was said is shown."""
        return self.talk in SHOWN


class Subject(Protocol):
    """Things of one sort that are talked about."""

    #: "story", as it is said after "this".
    label: str
    #: Whether a comment may have replies; else what replies to a comment stands beside it.
    nests: bool

    def of(self, user: Reader, thing: Any) -> Place | None:
        """A thing at hand, if it is for reading now. No query; whether `user` may see it was asked before."""

    def places(self, user: Reader, numbers: Collection[int]) -> dict[int, Place]:
        """Those of these things that `user` may read now, by id. A number of queries that does not grow.

        What moderators hid is for moderators alone to read.
        """

    def readable(self, user: Reader) -> Any:
        """The ids of all that `user` may read now, as a query to filter by: `number__in=`."""

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """What lets somebody read each of these things; those that are there and talked about."""

    def told(self, number: int) -> set[int]:
        """The accounts that are told when somebody comments: whoever wrote the thing."""

    def may_close(self, user: Reader, number: int) -> bool:
        """Whether `user` may close the conversation about a thing that they may read; moderators always may."""

    def set_talk(self, number: int, talk: Talk, actor: Any) -> None:
        """Open or close the conversation about a thing."""


_subjects: dict[str, Subject] = {}


def register(name: str, subject: Subject) -> None:
    """Let things of a sort be talked about. Called once, when their app is ready."""
    _subjects[name] = subject


def names() -> list[str]:
    """The names of all sorts."""
    return list(_subjects)


def subject_of(name: str) -> Subject:
    """The sort of this name. Raises Http404 if there is none."""
    if name not in _subjects:
        raise Http404
    return _subjects[name]


def find(user: Reader, name: str, number: int) -> Place | None:
    """A thing that is talked about, if `user` may read it and what is said of it."""
    if name not in _subjects:
        return None
    place = _subjects[name].places(user, [number]).get(number)
    return place if place is not None and place.is_shown else None


def find_all(user: Reader, keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], Place]:
    """Those of many things that `user` may read, by sort and id: what each sort takes for its own."""
    found: dict[tuple[str, int], Place] = {}
    for name, subject in _subjects.items():
        numbers = {number for one, number in keys if one == name}
        if numbers:
            places = subject.places(user, numbers)
            found |= {place.key: place for place in places.values() if place.is_shown}
    return found
