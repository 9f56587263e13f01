"""What the worker does for search."""

from core import registry
from core.jobs import A_DAY, A_SECOND
from core.registry import Job
from search.elastic.keeping import look_after, send_what_changed
from search.whole import Turns


def register() -> None:
    """Put it into the round. Called once, when the app is ready."""
    jobs = (
        Job("Sending changes to Elasticsearch", send_what_changed, every=A_SECOND),
        Job("Looking after the index", look_after, every=60),
        # What changes with the date alone: memberships end, people leave.
        Job("Describing everything again", Turns(), every=A_DAY),
    )
    for order, job in enumerate(jobs, start=60):
        registry.worker_round.add(job.name, job, order=order)
