"""Which letters there are to be: one a person and period, with all that waits to be mailed at that pace.

A letter is a row, and a notification is in one at most. So however many workers gather at once, and wherever one of
them is killed, nothing is in two letters.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from notifications.choices import Mail
from notifications.models import Letter, Notification
from notifications.states import LetterState

#: What happens within this time goes into one letter, though it is to come at once.
A_WHILE = timedelta(minutes=1)
BATCH = 500


def gather() -> int:
    """Make the letters whose time has come. Gives how many are new."""
    now = timezone.now()
    made = _make(Mail.AT_ONCE, now - A_WHILE, None)
    for mail, cut in ((Mail.DAILY, daily(now)), (Mail.WEEKLY, weekly(now))):
        made += _make(mail, cut, f"{timezone.localtime(cut):%Y-%m-%d}")
    return made


def daily(now: datetime) -> datetime:
    """The last time that daily letters were due: at the hour that is set, here."""
    here = timezone.localtime(now, timezone.get_default_timezone())
    due = here.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return due if due <= here else due - timedelta(days=1)


def weekly(now: datetime) -> datetime:
    """The last time that weekly letters were due: on the day and at the hour that are set, here."""
    due = daily(now)
    return due - timedelta(days=(due.weekday() - settings.DIGEST_DAY) % 7)


def _make(mail: Mail, cut: datetime, slot: str | None) -> int:
    """The letters of one pace, for whoever was told of something before `cut`.

    `slot` names the period; letters that come at once are named after the first that they tell of.
    """
    waiting = Notification.objects.waiting(mail).filter(told_at__lte=cut)
    first = dict(waiting.order_by().values_list("user").annotate(first=Min("told_at")))
    made = 0
    for batch in _batches(first):
        with transaction.atomic():
            made += _write_down(batch, mail, slot, cut)
    return made


def _write_down(first: dict[int, datetime], mail: Mail, slot: str | None, cut: datetime) -> int:
    letters = [
        Letter(user_id=user, mail=mail, slot=slot or f"{moment:%Y%m%d%H%M%S%f}")
        for user, moment in first.items()
    ]
    slots = {letter.slot for letter in letters}
    before = Letter.objects.filter(user__in=first, mail=mail, slot__in=slots).count()
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    mine = Letter.objects.filter(
        user=OuterRef("user"), mail=mail, slot__in=slots, state=LetterState.QUEUED
    )
    waiting = Notification.objects.waiting(mail).filter(user__in=first)
    if slot is not None:
        waiting = waiting.filter(told_at__lte=cut)
    waiting.update(letter=Subquery(mine.order_by("-pk").values("pk")[:1]))
    return len(letters) - before


def _batches(first: dict[int, datetime]) -> Iterator[dict[int, datetime]]:
    people = sorted(first)
    for start in range(0, len(people), BATCH):
        yield {user: first[user] for user in people[start : start + BATCH]}
