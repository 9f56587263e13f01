"""Make the groups of the roles."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.roles import make_roles


class Command(BaseCommand):
    """`manage.py make_roles`."""

    help = (
        "Make the groups of the roles that are missing: people admin, site admin and the news team. "
        "Groups that exist are left as they are. Departments' groups are made by open_department."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, and say of each what was done."""
        try:
            done = make_roles()
        except LookupError as error:
            raise CommandError(error.args[0]) from error
        for name, what in done.items():
            self.stdout.write(f"{name}: {what}")
