"""Open a department."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from departments.services import DepartmentRefusedError, open_department


class Command(BaseCommand):
    """`manage.py open_department "Name"`."""

    help = (
        "Open a department: its front page below the home page, a collection for its files, groups of "
        "editors and publishers, and a workflow in which publishers approve. Run again, it makes only "
        "what is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, and what to put on its page."""
        parser.add_argument("name", help="as staff know it; the address is made from it")
        parser.add_argument("--purpose", default="", help="what it is for, in a sentence or two")
        parser.add_argument("--draft", action="store_true", help="do not publish the page yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it, and say what was made and what was there."""
        try:
            opening = open_department(
                options["name"], purpose=options["purpose"], live=not options["draft"]
            )
        except (DepartmentRefusedError, LookupError) as error:
            raise CommandError(error.args[0]) from error
        for thing in opening.made:
            self.stdout.write(f"Made {thing}.")
        for thing in opening.there:
            self.stdout.write(f"There already: {thing}.")
        self.stdout.write("Next: put people into the two groups, under Settings, Users.")
