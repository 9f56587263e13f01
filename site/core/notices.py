"""What people are told of: whoever does something says it here, and `notifications` passes it on.

    tell(Notice(NoticeKind.REPLIED, "comment", comment.pk, users={author_id}, actor=user.pk))

Nobody here knows who passes it on, and a notice holds no words: what it is about says itself, to each
reader anew, what it is called and where it stands, so nobody is told of what they may not see any more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.db.models import TextChoices

from access.rules import Reader
from core import registry


class NoticeKind(TextChoices):
    """What happened, from the point of view of who is told."""

    MENTIONED = "mentioned", "Somebody mentions me"
    REPLIED = "replied", "Somebody replies to me"
    THANKED = "thanked", "Somebody thanks me"
    STORY = "story", "A story in my department, or on something I follow"
    MESSAGE = "message", "A message on a wall, or by somebody, that I follow"
    EVENT = "event", "An event in my department, or on something I follow"
    CHANGED = "changed", "A page that I follow has changed"
    TO_APPROVE = "to-approve", "Something waits for my approval"
    TO_REVIEW = "to-review", "A page of mine is due for review"
    REPORTED = "reported", "Something is reported to me as a moderator"


@dataclass(frozen=True)
class Followed:
    """Something that people may follow: its kind, as in `registry.followables`, and its id."""

    kind: str
    number: int


@dataclass(frozen=True)
class Notice:
    """That something happened to a thing, and who is to hear of it.

    `source` names the thing's `Noticeable`. `users` are ids of accounts who are told whatever they follow;
    those who follow one of `followed` are told too. `actor` did it, and is never told.
    The same person is told of the same kind and thing only once, however often it is said, unless `occasion` has
    grown: the id of a revision, the day of a review. Then what they were told before stands anew.
    """

    kind: NoticeKind
    source: str
    number: int
    users: Collection[int] = ()
    followed: Collection[Followed] = ()
    actor: int | None = None
    occasion: int = 0


@dataclass(frozen=True)
class Told:
    """A thing as a reader is told of it: plain words, and where it is to be seen."""

    title: str
    address: str
    #: Its first words, where they help.
    excerpt: str = ""


class Noticeable(Protocol):
    """An app's things of one sort, of which people are told."""

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """Those of these things that `user` may see now, by id. A number of queries that does not grow."""


@dataclass(frozen=True)
class Sight:
    """What lets somebody see a thing: that they may read a page, meet a rule, or both. Neither: being signed in."""

    page: int | None = None
    rule: int | None = None


@runtime_checkable
class Sighted(Protocol):
    """A `Noticeable` that can say of its things what lets a reader see them, so that counting need not ask each."""

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """Of those of these things that stand, neither deleted nor hidden. A number of queries that does not grow."""


class Followable(Protocol):
    """Things of one kind that people can follow."""

    #: "department", as it is said after "this".
    label: str

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """Those of these things that `user` may see now, by id. A number of queries that does not grow."""


def tell(notice: Notice) -> None:
    """Say that something happened, within the transaction in which it does."""
    for take in registry.notice_takers:
        take(notice)


def see_anew(source: str, numbers: Collection[int]) -> None:
    """Say that others than before may see these things, or nobody, within the transaction that hides or shows them."""
    for look in registry.notice_changes:
        look(source, numbers)
