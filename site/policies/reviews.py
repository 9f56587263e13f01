"""Telling a policy's owner that it is due for review: some weeks before the day, and on it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import registry
from core.jobs import A_DAY
from core.notices import Notice, NoticeKind, tell
from core.registry import Job
from policies.models import PolicyPage

#: So long before the day an owner is told for the first time.
BEFOREHAND = timedelta(weeks=4)
#: A day on which nothing ran is made up for; what was due longer ago was told of then.
LOOK_BACK = timedelta(days=60)
SOURCE = "page"
AN_HOUR = A_DAY / 24


@transaction.atomic
def tell_owners() -> None:
    """Tell each owner with an account once beforehand, and once when the day has come."""
    today = timezone.localdate()
    soon = PolicyPage.objects.live().filter(
        review_by__lte=today + BEFOREHAND,
        review_by__gte=today - LOOK_BACK,
        content_owner__user__isnull=False,
    )
    for number, owner, day in soon.values_list("pk", "content_owner__user", "review_by"):
        told_on = day if day <= today else day - BEFOREHAND
        occasion = told_on.toordinal()
        tell(Notice(NoticeKind.TO_REVIEW, SOURCE, number, users=[owner], occasion=occasion))


def register() -> None:
    """Put it into the round. Called once, when the app is ready."""
    job = Job("Policies due for review", tell_owners, every=AN_HOUR)
    registry.worker_round.add(job.name, job, order=60)
