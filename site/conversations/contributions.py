"""The kinds of what people say: comments, and whatever else registers itself.

contributions.register(Post)
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q

from access.rules import Reader
from conversations import subjects
from conversations.models import Contribution

_kinds: dict[str, type[Contribution]] = {}


def register(model: type[Contribution]) -> None:
    """Let contributions of a kind be reacted to, reported and moderated. Called once, when their app is ready."""
    _kinds[model.kind] = model


def model_of(kind: str) -> type[Contribution] | None:
    """The model of a kind, or None if there is no such kind."""
    return _kinds.get(kind)


def models() -> Iterator[type[Contribution]]:
    """The models of all kinds."""
    yield from _kinds.values()


def readable_q(model: type[Contribution], user: Reader) -> Q:
    """The contributions of a kind that are about something `user` may read, whatever became of them since.

    Those that are subjects themselves are readable as such; others name theirs as `subject` and `number`.
    """
    if model.kind in subjects.names():
        return Q(pk__in=subjects.subject_of(model.kind).readable(user))
    return about_readable_q(user, "subject", "number")


def about_readable_q(user: Reader, subject: str, number: str) -> Q:
    """What names in two of its fields something that `user` may read."""
    wanted = (
        Q(**{subject: name, f"{number}__in": subjects.subject_of(name).readable(user)})
        for name in subjects.names()
    )
    return reduce(or_, wanted, Q(pk__in=()))
