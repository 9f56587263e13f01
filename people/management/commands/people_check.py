"""Compare what is derived of people and teams with what it is derived from."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.check import differences, repair


class Command(BaseCommand):
    """`manage.py people_check`."""

    help = (
        "Work out anew where teams lie, who manages whom, main teams and what people are found by, and "
        "list every difference from what is stored. Exit code 1 if there is one; --repair puts right "
        "what can be worked out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put what differs right")

    def handle(self, *args: Any, **options: Any) -> None:
        """List what differs; mend it if asked to."""
        found = differences()
        for difference in found:
            self.stdout.write(str(difference))
        if not found:
            self.stdout.write("Every team and every person is as it should be.")
            return
        if not options["repair"]:
            raise CommandError(f"{_count(len(found))}. To put them right: people_check --repair")
        repair()
        left = differences()
        if left:
            raise CommandError(
                f"{len(left)} of {_count(len(found))} could not be put right: "
                "the lines above say what to change, in the CMS."
            )
        self.stdout.write(f"{_count(len(found))} put right.")


def _count(number: int) -> str:
    return "1 difference" if number == 1 else f"{number} differences"
