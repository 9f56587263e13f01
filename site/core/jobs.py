"""What the worker does for core: scheduled publishing, the bin, documents left unread, and what is over."""

from django.core.management import call_command

from core import queue, registry
from core.extraction.services import read_left_over
from core.registry import Job
from core.trash.services import empty

A_SECOND = 1
TEN_MINUTES = 10 * 60
A_DAY = 24 * 60 * 60


def publish_scheduled() -> None:
    """Publish and take down pages whose time has come."""
    call_command("publish_scheduled")


def clear_sessions() -> None:
    """Delete the sessions that are over, which nobody else does."""
    call_command("clearsessions")


def register() -> None:
    """Put them into the round. Called once, when the app is ready."""
    jobs = (
        Job("Scheduled publishing", publish_scheduled),
        Job("Emptying the bin", empty),
        Job("Clearing old sessions", clear_sessions, every=A_DAY),
        Job("The queue", queue.work, every=A_SECOND),
        Job("Tasks cut off", queue.take_up, every=TEN_MINUTES),
        Job("Clearing old tasks", queue.prune, every=A_DAY),
        Job("Documents left unread", read_left_over),
    )
    for order, job in enumerate(jobs, start=10):
        registry.worker_round.add(job.name, job, order=order)
