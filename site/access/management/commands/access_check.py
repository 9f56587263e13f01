"""Compare every stored access rule with one worked out anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from access.check import differences, repair


class Command(BaseCommand):
    """`manage.py access_check`."""

    help = (
        "Work out who may see each page and collection anew, and list every difference from what is "
        "stored. Exit code 1 if there is one; --repair puts it right."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put what differs right")

    def handle(self, *args: Any, **options: Any) -> None:
        """List what differs; mend it if asked to."""
        found = differences()
        for difference in found:
            self.stdout.write(str(difference))
        if not found:
            self.stdout.write("Every page and every collection has the rule it should have.")
            return
        if not options["repair"]:
            raise CommandError(
                f"{len(found)} differences. To put them right: access_check --repair"
            )
        repair()
        left = differences()
        if left:
            raise CommandError(f"{len(left)} of {len(found)} differences could not be put right.")
        self.stdout.write(f"{len(found)} differences put right.")
