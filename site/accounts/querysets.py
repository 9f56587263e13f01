"""Which invitations there are, and what became of each."""

import hashlib
from typing import Any

from django.db import models
from django.db.models import Case, Value, When
from django.utils import timezone


class State(models.TextChoices):
    """What became of an invitation."""

    OPEN = "open", "Open"
    NOT_SENT = "not-sent", "Not sent"
    EXPIRED = "expired", "Expired"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


#: The link works.
STANDING = (State.OPEN, State.NOT_SENT)
#: A new link may be sent, which ends the old one.
UNACCEPTED = (*STANDING, State.EXPIRED, State.WITHDRAWN)


def digest_of(token: str) -> str:
    """What is kept of a token: of 256 random bits nobody finds them again."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet[Any]):
    """Invitations."""

    def with_state(self) -> "InvitationQuerySet":
        """Each with its `state` at this moment."""
        return self.annotate(
            state=Case(
                When(accepted_at__isnull=False, then=Value(State.ACCEPTED)),
                When(withdrawn_at__isnull=False, then=Value(State.WITHDRAWN)),
                When(expires_at__lte=timezone.now(), then=Value(State.EXPIRED)),
                When(sent_at__isnull=True, then=Value(State.NOT_SENT)),
                default=Value(State.OPEN),
                output_field=models.CharField(),
            )
        )

    def standing(self) -> "InvitationQuerySet":
        """Those whose link works, each with its `state`."""
        return self.with_state().filter(state__in=STANDING)

    def for_token(self, token: str) -> "InvitationQuerySet":
        """The one that the link with this token was made for."""
        return self.filter(digest=digest_of(token))
