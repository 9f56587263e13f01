"""What `/health/ready` says of letters: how many wait too long, and how many were given up."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from core import registry
from notifications.models import Letter
from notifications.states import OPEN, LetterState

#: A letter that has waited so long has failed, or nobody sends.
TOO_LONG = timedelta(minutes=15)


def note() -> dict[str, str]:
    """One query."""
    late = Q(state__in=OPEN, created_at__lt=timezone.now() - TOO_LONG)
    standing = Letter.objects.filter(state__in=(*OPEN, LetterState.GIVEN_UP))
    found = standing.aggregate(
        late=Count("pk", filter=late), given_up=Count("pk", filter=Q(state=LetterState.GIVEN_UP))
    )
    if not found["late"] and not found["given_up"]:
        return {"letters": "ok"}
    return {"letters": f"{found['late']} late, {found['given_up']} given up"}


def register() -> None:
    """Called once, when the app is ready."""
    registry.readiness.add("notifications", note)
