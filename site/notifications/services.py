"""What people do about notifications: follow, read, choose, and want no mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import registry
from core.notices import NoticeKind, Told
from notifications.choices import DEFAULTS, Mail
from notifications.models import Choice, Follow, MailStop, Notification

#: The highest id that a database knows.
HIGHEST = 2**63 - 1


class Wish(NamedTuple):
    """How somebody wants to be told of a kind."""

    in_bell: bool
    mail: Mail


def followable(user: User, kind: str, number: int) -> Told | None:
    """What `user` would follow, if there is such a thing and they may see it."""
    things = registry.followables.get(kind)
    if things is None or not 0 < number <= HIGHEST:
        return None
    return things.show(user, [number]).get(number)


@transaction.atomic
def follow(user: User, kind: str, number: int) -> Told | None:
    """Follow something; what it is, or None if there is no such thing for `user`. Doing it twice changes nothing."""
    told = followable(user, kind, number)
    if told is not None:
        Follow.objects.get_or_create(user=user, kind=kind, number=number)
    return told


@transaction.atomic
def unfollow(user: User, kind: str, number: int) -> bool:
    """Follow something no longer, which needs no right to see it. Whether it was followed."""
    if not 0 < number <= HIGHEST:
        return False
    deleted, _by_model = Follow.objects.filter(user=user, kind=kind, number=number).delete()
    return bool(deleted)


def mark_read(user: User, notification: Notification) -> None:
    """Mark one of somebody's notifications as read. Doing it twice changes nothing."""
    Notification.objects.unread().filter(pk=notification.pk, user=user).update(
        read_at=timezone.now()
    )


def mark_all_read(user: User, until: datetime) -> int:
    """Mark what somebody was told up to a moment as read. How much was not."""
    told = Notification.objects.unread().filter(user=user, told_at__lte=until)
    return told.update(read_at=timezone.now())


def choices_of(user: User) -> dict[NoticeKind, Wish]:
    """How somebody wants to be told of each kind: what they chose, else what holds without a choice."""
    chosen = {
        choice.kind: Wish(choice.in_bell, Mail(choice.mail))
        for choice in Choice.objects.filter(user=user)
    }
    return {kind: chosen.get(kind, Wish(True, DEFAULTS[kind])) for kind in NoticeKind}


@transaction.atomic
def choose(user: User, wishes: Mapping[NoticeKind, Wish]) -> None:
    """Keep how somebody wants to be told of some kinds. What waits to be mailed waits for the new pace.

    What was not to be mailed when it happened is not mailed afterwards.
    """
    rows = [
        Choice(user=user, kind=kind, in_bell=wish.in_bell, mail=wish.mail)
        for kind, wish in wishes.items()
    ]
    Choice.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["in_bell", "mail"],
    )
    waiting = Notification.objects.unread().filter(user=user, letter=None).exclude(mail=Mail.NEVER)
    for kind, wish in wishes.items():
        waiting.filter(kind=kind).exclude(mail=wish.mail).update(mail=wish.mail)


def stop_mail(user: User) -> None:
    """Send somebody no letters any more; what they chose by kind stays as it is."""
    MailStop.objects.get_or_create(user=user)


def resume_mail(user: User) -> None:
    """Send letters again, as they chose; not of what happened meanwhile."""
    with transaction.atomic():
        stopped, _by_model = MailStop.objects.filter(user=user).delete()
        if stopped:
            waiting = Notification.objects.unread().filter(user=user, letter=None)
            waiting.update(mail=Mail.NEVER)


def is_mail_stopped(user: User) -> bool:
    """Whether somebody wants no letters."""
    return MailStop.objects.filter(user=user).exists()
