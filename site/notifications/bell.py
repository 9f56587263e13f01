"""The bell: how much is unread, counted without a query of its own.

With the account of a session comes, for each unread notification, what lets a reader see its thing; what of it this
reader is let into is decided here, by the rules that a page asks for anyway.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from access.rules import rules_for, sees_everything
from accounts.along import bring_along
from notifications.gathered import BETWEEN, Gathered
from notifications.models import Notification

#: Under this name an account of a session has what lets readers see the things of its unread notifications.
UNREAD = "unread_notices"
#: So many are looked at, the newest. A number that may be higher is shown with a "+".
MOST = 100
WITHIN = ";"
#: A page without a rule is for superusers alone.
NO_RULE = "0"


@dataclass(frozen=True)
class Count:
    """How much is unread, and whether there may be more."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


def unread_of(user: Any) -> Count:
    """How much of what the bell tells a reader is unread, and may be seen by them now."""
    gathered = getattr(user, UNREAD, None)
    if not gathered:
        return Count(0)
    sights = gathered.split(BETWEEN)
    seen = sum(map(_judge(user), sights))
    is_more = len(sights) >= MOST
    return Count(min(seen, MOST - 1) if is_more else seen, is_more)


def register() -> None:
    """Let it come along. Called once, when the app is ready."""
    bring_along(UNREAD, _unread_sights)


def _judge(user: Any) -> Callable[[str], bool]:
    """Whether a reader sees a thing, by its page's rule, its own, and when its page ends."""
    now = timezone.now()
    sees_all = sees_everything(user)

    def is_seen(sight: str) -> bool:
        page_rule, rule, end = sight.split(WITHIN)
        if end and _moment(end) <= now:
            return False
        return sees_all or all(
            int(needed) in rules_for(user) for needed in (page_rule, rule) if needed
        )

    return is_seen


def _moment(text: str) -> datetime:
    """A moment as the database writes it, in UTC."""
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(f"The database wrote {text!r} for a moment.")
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)


def _unread_sights() -> Gathered:
    page_rule = Coalesce(_text("thing__page__page_rule__rule_id"), Value(NO_RULE))
    rows = Notification.objects.filter(user=OuterRef("pk"), thing__withdrawn_at__isnull=True)
    rows = rows.filter(Q(thing__page__isnull=True) | Q(thing__page__live=True))
    sight = Concat(
        Case(When(thing__page__isnull=True, then=Value("")), default=page_rule),
        Value(WITHIN),
        Coalesce(_text("thing__rule_id"), Value("")),
        Value(WITHIN),
        Coalesce(_text("thing__page__expire_at"), Value("")),
        output_field=TextField(),
    )
    newest = rows.unread().in_bell().latest_first().annotate(word=sight)
    return Gathered(newest.values("word")[:MOST], output_field=TextField())


def _text(field: str) -> Cast:
    return Cast(F(field), CharField())
