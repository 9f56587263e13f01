"""What the worker does for notifications: it gathers and sends letters, and clears away what is old."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import registry
from core.jobs import A_DAY
from core.registry import Job
from notifications.choices import Mail
from notifications.letters.gathering import gather
from notifications.letters.sending import send
from notifications.models import Letter, Notification
from notifications.states import LetterState

#: How often it is asked whether there is a letter to make, and whether one is to be sent.
GATHER_EVERY, SEND_EVERY = 15, 5
KEPT = timedelta(days=180)
KEPT_LETTERS = timedelta(days=30)
#: So many rows go at a time, so that nobody waits for long.
BATCH = 5_000


def clear_old() -> bool:
    """Delete what was told half a year ago, and letters that are done a month later. Whether there may be more."""
    letters = Letter.objects.filter(finished_at__lt=timezone.now() - KEPT_LETTERS).exclude(
        state=LetterState.GIVEN_UP
    )
    with transaction.atomic():
        gone = list(letters.values_list("pk", flat=True)[:BATCH])
        # Without its letter, what was mailed would wait to be mailed.
        Notification.objects.filter(letter__in=gone).update(mail=Mail.NEVER)
        Letter.objects.filter(pk__in=gone).delete()
        old = Notification.objects.filter(told_at__lt=timezone.now() - KEPT)
        numbers = list(old.values_list("pk", flat=True)[:BATCH])
        Notification.objects.filter(pk__in=numbers).delete()
    return max(len(gone), len(numbers)) == BATCH


def register() -> None:
    """Put them into the round. Called once, when the app is ready."""
    jobs = (
        Job("Gathering letters", gather, every=GATHER_EVERY),
        Job("Sending letters", send, every=SEND_EVERY),
        Job("Clearing old notifications", clear_old, every=A_DAY),
    )
    for order, job in enumerate(jobs, start=40):
        registry.worker_round.add(job.name, job, order=order)
