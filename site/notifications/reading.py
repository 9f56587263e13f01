"""What a reader is shown of their notifications: each with the words that its thing has for this reader now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from access.rules import Reader
from core import registry
from core.colleagues import faces_of
from core.notices import Told
from notifications.models import Follow, Notification
from notifications.sentences import sentence

#: Where an s does not do.
PLURALS = {"person": "people"}


@dataclass(frozen=True)
class Line:
    """One notification: what happened, in a sentence, and the thing as this reader is told of it.

    `actor` is who did it, by their profile's name; empty where nobody is left to be named.
    """

    notification: Notification
    told: Told
    actor: str = ""

    @property
    def sentence(self) -> str:
        """What happened."""
        one = self.notification
        return sentence(one.kind, self.told.title, self.actor)

    @property
    def day(self) -> date:
        """The day on which it was told, here."""
        return timezone.localdate(self.notification.told_at)


@dataclass(frozen=True)
class Followed:
    """Things of one kind that somebody follows: what the kind is called, and each by its number."""

    kind: str
    label: str
    things: list[tuple[int, Told]]

    @property
    def heading(self) -> str:
        """What several of them are called."""
        return PLURALS.get(self.label, f"{self.label}s").capitalize()


def lines(user: Reader, notifications: Iterable[Notification]) -> list[Line]:
    """Those of some notifications whose things `user` may see now, in their order.

    Queries for each source, and for the names of who did it, no more.
    """
    wanted = list(notifications)
    numbers: dict[str, set[int]] = defaultdict(set)
    for one in wanted:
        numbers[one.thing.source].add(one.thing.number)
    shown = {
        source: _show(registry.noticeables.get(source), user, numbers[source]) for source in numbers
    }
    found = ((one, shown[one.thing.source].get(one.thing.number)) for one in wanted)
    seen = [(one, told) for one, told in found if told is not None]
    names = _names(user, [one for one, _told in seen])
    return [Line(one, told, names.get(one.actor_id or 0, "")) for one, told in seen]


def followed_by(user: Reader) -> list[Followed]:
    """What somebody follows and may see, by kind. Queries for each kind, no more."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for kind, number in Follow.objects.filter(user=user.pk).values_list("kind", "number"):
        numbers[kind].append(number)
    found = []
    for kind, wanted in numbers.items():
        things = registry.followables.get(kind)
        if things is not None:
            shown = things.show(user, wanted)
            ordered = sorted(shown.items(), key=lambda item: (item[1].title.casefold(), item[0]))
            found.append(Followed(kind, things.label, ordered))
    return sorted((one for one in found if one.things), key=lambda one: one.label)


def _names(user: Reader, notifications: Iterable[Notification]) -> dict[int, str]:
    """What those are called who did it, by their accounts; of those whose account is off nothing."""
    actors = {one.actor for one in notifications if one.actor is not None and one.actor.is_active}
    return {number: face.name for number, face in faces_of(user, actors).items()}


def _show(things: Any, user: Reader, numbers: set[int]) -> dict[int, Told]:
    return things.show(user, numbers) if things is not None else {}
