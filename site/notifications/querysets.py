"""Reading notifications and letters. What a reader is shown comes through `readable_by`."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from access.querysets import EVERYTHING, readable_q
from access.rules import Reader, rules_for, sees_everything
from notifications.states import LetterState

if TYPE_CHECKING:
    from notifications.models import Letter, Notification  # noqa: F401 - for the types alone


class NotificationQuerySet(models.QuerySet["Notification"]):
    """What people were told."""

    def readable_by(self, user: Reader) -> "NotificationQuerySet":
        """A reader's own, but those of things that they may not see now, as far as the database knows.

        What each is called, its app says, which then leaves out what the reader may not see after all.
        """
        own = Q(user=user.pk, thing__withdrawn_at__isnull=True)
        return self.filter(own, sight_q(user))

    def in_bell(self) -> "NotificationQuerySet":
        """Those that the bell shows, and not mail alone."""
        return self.filter(in_bell=True)

    def unread(self) -> "NotificationQuerySet":
        """Those that were not opened yet."""
        return self.filter(read_at__isnull=True)

    def waiting(self, mail: str) -> "NotificationQuerySet":
        """Those of which mail has yet to tell, at this pace."""
        return self.unread().filter(mail=mail, letter__isnull=True)

    def latest_first(self) -> "NotificationQuerySet":
        """In the order of the list."""
        return self.order_by("-told_at", "-pk")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters on their way."""

    def due(self) -> "LetterQuerySet":
        """Those to be sent now, the longest waiting first."""
        waiting = self.filter(state=LetterState.QUEUED, due_at__lte=timezone.now())
        return waiting.order_by("due_at", "pk")


def sight_q(user: Reader) -> Q:
    """The notifications of things that `user` may see now, by their pages and rules."""
    if sees_everything(user):
        rule = EVERYTHING
    else:
        rule = Q(thing__rule__isnull=True) | Q(thing__rule__in=rules_for(user))
    return (Q(thing__page__isnull=True) | readable_q(user, "thing__page__")) & rule
