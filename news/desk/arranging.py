"""Putting the stories of a place in order: whole, or not at all, and never over somebody else's order unseen."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from core import epochs
from news.desk.places import Place, may_arrange
from news.models import NewsPage, PinnedStory

ARRANGED = "news.arrange"
#: More are not read as an order by anybody.
MOST = 12


class ArrangingRefusedError(Exception):
    """The order is not saved; the message says why, in a sentence."""


class ArrangedMeanwhileError(ArrangingRefusedError):
    """Somebody else has saved another order meanwhile."""


@dataclass(frozen=True)
class Pin:
    """A story that stands first, and until when; without an end it stays."""

    story: int
    until: datetime | None = None


@dataclass(frozen=True)
class Stored:
    """The order of a place as it is saved."""

    pins: list[PinnedStory]

    @classmethod
    def of(cls, place: Place) -> "Stored":
        """What is pinned there, and what was until its time was over: one query."""
        return cls(list(PinnedStory.objects.at(place.department)))

    @property
    def version(self) -> str:
        """What it is known by: it changes with every pin of the place, and with nothing else."""
        pins = sorted(self.pins, key=lambda pin: pin.pk)
        rows = [(pin.pk, pin.story_id, pin.is_lead, pin.order, pin.until) for pin in pins]
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:32]

    @property
    def standing(self) -> list[PinnedStory]:
        """What stands first now, in order."""
        now = timezone.now()
        return [pin for pin in self.pins if pin.until is None or pin.until > now]


@transaction.atomic
def arrange(place: Place, pins: Sequence[Pin], version: str, user: Any) -> None:
    """Let these stories stand first in a place, in this order, the first of them leading.

    `version` is that of the order which the person looked at. Raises ArrangedMeanwhileError when there is
    another by now, ArrangingRefusedError for those who may not choose, and for an order that cannot be.
    """
    if not may_arrange(user, place):
        raise ArrangingRefusedError(f"You may not choose what stands first: {place.label}.")
    wanted = list({pin.story: pin for pin in pins}.values())
    if len(wanted) > MOST:
        raise ArrangingRefusedError(f"At most {MOST} stories can be pinned in one place.")
    Page.objects.select_for_update().get(pk=place.page.pk)  # one writer at a time
    stored = Stored.of(place)
    if stored.version != version:
        raise ArrangedMeanwhileError(_who_was_quicker(place))
    there = set(
        NewsPage.objects.filter(pk__in=[pin.story for pin in wanted]).values_list("pk", flat=True)
    )
    if len(there) != len(wanted):
        raise ArrangingRefusedError("One of the stories is gone. Take it out, and save again.")
    PinnedStory.objects.filter(pk__in=[pin.pk for pin in stored.pins]).delete()
    for order, pin in enumerate(wanted, start=1):
        PinnedStory.objects.create(
            place=place.department,
            story_id=pin.story,
            is_lead=order == 1,
            order=order,
            until=pin.until,
        )
    log(
        instance=place.page.specific_deferred,
        action=ARRANGED,
        user=user,
        data={"stories": [pin.story for pin in wanted]},
    )
    epochs.raise_tree()


def _who_was_quicker(place: Place) -> str:
    entries = PageLogEntry.objects.filter(page=place.page, action=ARRANGED).select_related("user")
    last = entries.order_by("-timestamp", "-pk").first()
    name = (last.user.get_full_name() or last.user.get_username()) if last and last.user else ""
    return (
        f"{name or 'Somebody else'} has saved another order meanwhile, so yours is not saved. Look at theirs; "
        "to put yours in its place, save again."
    )
