"""The queue of tasks in the database, worked by the same worker as everything else.

Where tasks are done at once there is none, and nothing here does anything.
"""

import os
import socket
import time
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

#: Seconds after which other jobs have their turn, however many tasks wait.
A_TURN = 5
#: No task takes so long: its worker was killed.
LONGEST = timedelta(hours=1)
#: How many workers may end with a task in hand before it is taken to be the reason.
TRIES = 3
DAYS_KEPT = 1
DAYS_KEPT_FAILED = 14


def work() -> bool:
    """Do the tasks that wait, for some seconds. Whether there may be more.

    The library keeps and logs what a task raises.
    """
    end = time.monotonic() + A_TURN
    while _is_queued() and (task := _claimed()):
        _runner().run_task(task)
        if time.monotonic() > end:
            return True
    return False


def take_up() -> None:
    """Put tasks whose worker was killed back into the queue, unless they seem to have killed it."""
    before = timezone.now() - LONGEST
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=before)
    again = [task.pk for task in running if len(task.worker_ids) < TRIES]
    DBTaskResult.objects.filter(pk__in=again).update(status=TaskResultStatus.READY)


def prune() -> None:
    """Forget tasks done yesterday, and failed ones after two weeks."""
    if _is_queued():
        call_command(
            "prune_db_task_results",
            queue_name="*",
            min_age_days=DAYS_KEPT,
            failed_min_age_days=DAYS_KEPT_FAILED,
            verbosity=0,
        )


def _is_queued() -> bool:
    return isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend)


def _claimed() -> "DBTaskResult[Any, Any] | None":
    """The next task, which is ours then. Asking first costs an idle site one small query, and no lock."""
    waiting = DBTaskResult.objects.ready().filter(backend_name=DEFAULT_TASK_BACKEND_ALIAS)
    if not waiting.exists():
        return None
    with transaction.atomic():
        task = waiting.get_locked()
        if task is not None:
            task.claim(_name())
    return task


def _name() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def _runner() -> Worker:
    """The library's worker, of which we only want how it does one task."""
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        interval=0,
        batch=True,
        max_tasks=1,
        startup_delay=False,
        worker_id=_name(),
    )
