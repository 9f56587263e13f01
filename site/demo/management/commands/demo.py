"""Bring the demo department in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.services import DemoRefusedError, bring_in
from demo.sign_ins import PASSWORD, SIGN_INS
from transfer.management.commands.import_pages import Bar, quiet


class Command(BaseCommand):
    """`manage.py demo`."""

    help = (
        "Bring in the demo: a department with five sites, policies and news, and four people to "
        "sign in as. Run it again to bring it up to date; what editors changed stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it in, and say what came and who may sign in."""
        bar = Bar(quiet=options["verbosity"] < 1)
        try:
            with bar, quiet("wagtail"):
                outcome = bring_in(progress=bar.show)
        except DemoRefusedError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] < 1:
            return
        for line in outcome.report.lines():
            self.stdout.write(line)
        self.stdout.write("")
        self.stdout.write(f"Sign in with the password “{PASSWORD}” as")
        for sign_in in SIGN_INS:
            self.stdout.write(f"  {sign_in.username:<8}{sign_in.may}")
