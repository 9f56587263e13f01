"""Do what waits: the queue of tasks, scheduled publishing, and whatever else the apps have to do."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.db import close_old_connections

from core.registry import Job, worker_round

log = logging.getLogger(__name__)

A_MINUTE = 60


class Command(BaseCommand):
    """`manage.py worker`: until it is stopped by SIGINT or SIGTERM."""

    help = (
        "Do queued tasks each second; each minute publish and expire pages on their dates, empty the "
        "bin, finish what is due for people who left; until stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often, and whether only once."""
        parser.add_argument("--every", type=float, default=1, help="seconds between rounds")
        parser.add_argument("--once", action="store_true", help="do all there is once, and leave")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work a round, wait, work the next; without a wait where more is left to do."""
        if options["once"]:
            for job in worker_round:
                rounds = Rounds()
                while rounds.do(job):
                    pass
            return
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        rounds = Rounds()
        while not stopped.is_set():
            more = [rounds.do(job) for job in worker_round if not stopped.is_set()]
            if not any(more):
                stopped.wait(options["every"])


class Rounds:
    """Remembers when each job is due."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._renewed = time.monotonic()

    def do(self, job: Job) -> bool:
        """Do a job if it is due, and say whether there is more of it. One that fails stops nothing."""
        now = time.monotonic()
        if now < self._due.get(job.name, now):
            return False
        if now - self._renewed >= A_MINUTE:
            self._renew(now)
        try:
            more = job.work() is True
        except Exception:
            wait = self._wait_after_failure(job)
            log.exception("%s failed; it is tried again in %d seconds.", job.name, wait)
            self._renew(now)
            self._due[job.name] = now + wait
            return False
        self._failures.pop(job.name, None)
        self._due[job.name] = now if more else now + job.every
        return more

    def _wait_after_failure(self, job: Job) -> float:
        """A minute for most; what is done each second is tried again soon, then ever later."""
        failures = self._failures[job.name] = self._failures.get(job.name, 0) + 1
        return min(max(job.every, 1) * 2 ** min(failures, 6), A_MINUTE)

    def _renew(self, now: float) -> None:
        """Let go of connections that are broken or old. Each check of one costs it a query."""
        close_old_connections()
        self._renewed = now
