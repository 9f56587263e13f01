"""What the worker does for insights: it adds up, and it forgets."""

from core import registry
from core.jobs import A_DAY
from core.registry import Job
from insights.reach import settling
from insights.services import forget_old


def register() -> None:
    """Put it into the round. Called once, when the app is ready."""
    jobs = (
        Job("Forgetting old searches", forget_old, every=A_DAY),
        Job("Reach", settling.settle),
        Job("Forgetting old readers", settling.forget, every=A_DAY),
    )
    for order, job in enumerate(jobs, start=30):
        registry.worker_round.add(job.name, job, order=order)
