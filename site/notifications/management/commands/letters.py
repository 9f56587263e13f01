"""What became of the letters, and another chance for those that were given up."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.db.models import Count, Max

from notifications.letters.sending import give_another_chance
from notifications.models import Letter
from notifications.states import LetterState


class Command(BaseCommand):
    """`manage.py letters [--again]`."""

    help = "Say how many letters wait, left, or were given up, and why; with --again, queue those given up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to try again."""
        parser.add_argument("--again", action="store_true", help="queue what was given up")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each state, and one for each reason."""
        if options["again"]:
            self.stdout.write(f"Queued again: {give_another_chance()}")
        counts = dict(Letter.objects.order_by().values_list("state").annotate(number=Count("pk")))
        for state in LetterState:
            self.stdout.write(f"{state.label}: {counts.get(state, 0)}")
        failing = Letter.objects.exclude(error="").order_by().values("error")
        for row in failing.annotate(number=Count("pk"), last=Max("due_at")).order_by("-number")[
            :20
        ]:
            self.stdout.write(f"{row['number']} × {row['error']}")
