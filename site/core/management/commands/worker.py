"""Do what waits: scheduled publishing, what is 30 days in the bin, and whatever else the apps have to do."""

import logging
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.db import DatabaseError, close_old_connections

from core.registry import Job, worker_round

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """`manage.py worker`: until it is stopped by SIGINT or SIGTERM."""

    help = (
        "Publish and expire pages on their dates, empty the bin, finish what is due for people who "
        "left, every minute, until stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often, and whether only once."""
        parser.add_argument("--every", type=float, default=60, help="seconds between rounds")
        parser.add_argument("--once", action="store_true", help="do one round and leave")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work a round, wait, work the next."""
        stopped = threading.Event()
        if not options["once"]:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stopped.set())
        done: dict[str, float] = {}
        while not stopped.is_set():
            for job in worker_round:
                if _is_due(job, done):
                    _do(job, done)
            if options["once"]:
                return
            stopped.wait(options["every"])
            close_old_connections()


def _is_due(job: Job, done: dict[str, float]) -> bool:
    return job.name not in done or time.monotonic() - done[job.name] >= job.every


def _do(job: Job, done: dict[str, float]) -> None:
    """Do one job; one that failed is logged, and tried again next round."""
    try:
        job.work()
    except DatabaseError:
        log.exception("%s failed; it is tried again next round.", job.name)
    else:
        done[job.name] = time.monotonic()
