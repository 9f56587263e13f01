"""What the commands that search have in common: who asks, and which engine."""

from argparse import ArgumentParser

from django.core.management import CommandError

from accounts.models import User

ENGINES = ("sqlite", "postgresql", "elasticsearch")


def add_arguments(parser: ArgumentParser) -> None:
    """Who searches, and what answers."""
    parser.add_argument(
        "--as",
        dest="username",
        default="",
        metavar="USERNAME",
        help="search as this person; without it, as a signed-in person without groups",
    )
    parser.add_argument(
        "--engine", default="", choices=ENGINES, help="ask this engine, not the one that is set up"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, and nothing else")


def reader(username: str) -> User | None:
    """Who that is. Raises CommandError for somebody unknown; None for no name."""
    if not username:
        return None
    user = User.objects.filter(username=username).first()
    if user is None or not user.is_active:
        raise CommandError(f"Nobody signs in as “{username}”.", returncode=2)
    return user
