"""What a reader is shown of their notifications: each with the words that its thing has for this reader now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from access.rules import Reader
from core import registry
from core.notices import Told
from notifications.models import Follow, Notification
from notifications.sentences import sentence

#: Where an s does not do.
PLURALS = {"person": "people"}


@dataclass(frozen=True)
class Line:
    """One notification: what happened, in a sentence, and the thing as this reader is told of it."""

    notification: Notification
    told: Told

    @property
    def sentence(self) -> str:
        """What happened."""
        one = self.notification
        return sentence(one.kind, self.told.title, one.actor)

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
    """Those of some notifications whose things `user` may see now, in their order. Queries for each source, no more."""
    wanted = list(notifications)
    numbers: dict[str, set[int]] = defaultdict(set)
    for one in wanted:
        numbers[one.thing.source].add(one.thing.number)
    shown = {
        source: _show(registry.noticeables.get(source), user, numbers[source]) for source in numbers
    }
    found = ((one, shown[one.thing.source].get(one.thing.number)) for one in wanted)
    return [Line(one, told) for one, told in found if told is not None]


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


def _show(things: Any, user: Reader, numbers: set[int]) -> dict[int, Told]:
    return things.show(user, numbers) if things is not None else {}
