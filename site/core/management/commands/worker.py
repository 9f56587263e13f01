"""Do what waits: scheduled publishing, what is 30 days in the bin, and later the queue and the search index."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import DatabaseError, close_old_connections

from core.trash.services import empty

log = logging.getLogger(__name__)
ROUND: dict[str, Callable[[], Any]] = {
    "Scheduled publishing": lambda: call_command("publish_scheduled"),
    "Emptying the bin": empty,
}


class Command(BaseCommand):
    """`manage.py worker`: until it is stopped by SIGINT or SIGTERM."""

    help = "Publish and expire pages on their dates and empty the bin, every minute, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often, and whether only once."""
        parser.add_argument("--every", type=float, default=60, help="seconds between rounds")
        parser.add_argument("--once", action="store_true", help="do one round and leave")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work a round, wait, work the next; a failed round is logged and tried again."""
        stopped = threading.Event()
        if not options["once"]:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            for what, work in ROUND.items():
                try:
                    work()
                except DatabaseError:
                    log.exception("%s failed; it is tried again next round.", what)
            if options["once"]:
                return
            stopped.wait(options["every"])
            close_old_connections()
