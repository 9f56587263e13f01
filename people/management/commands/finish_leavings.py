"""Carry out what the end of people's last day asks for."""

from typing import Any

from django.core.management.base import BaseCommand

from people.services.leaving import finish_leavings


class Command(BaseCommand):
    """`manage.py finish_leavings`: what the worker does each minute, once."""

    help = (
        "For people whose last day is over: switch their account off, end their memberships, hand on "
        "what they own. The worker does it each minute; it may be run at any time, and again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say for how many."""
        done = finish_leavings()
        self.stdout.write(f"Done for {done} {'person' if done == 1 else 'people'} who left.")
