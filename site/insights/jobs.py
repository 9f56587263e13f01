"""What the worker does for insights: it forgets."""

from core import registry
from core.jobs import A_DAY
from core.registry import Job
from insights.services import forget_old


def register() -> None:
    """Put it into the round. Called once, when the app is ready."""
    job = Job("Forgetting old searches", forget_old, every=A_DAY)
    registry.worker_round.add(job.name, job, order=30)
