"""The four people of the demo who sign in."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from accounts.models import User
from demo.rights import ENFORCEMENT
from departments.services import editors, publishers
from events.roles import EVENTS_TEAM
from news.roles import NEWS_TEAM

PASSWORD = "corridor"  # noqa: S105 - known to everybody, which is why production refuses the demo
DEPARTMENT = "Harbour Licensing"


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as."""

    username: str
    first_name: str
    last_name: str
    may: str
    groups: tuple[str, ...] = ()
    is_superuser: bool = False

    @property
    def email(self) -> str:
        """An address that leads nowhere, on a domain reserved for examples."""
        return f"{self.first_name}.{self.last_name}@coasts.example".lower()


SIGN_INS = (
    SignIn("staff", "Aisha", "Rahman", "reads"),
    SignIn(
        "editor",
        "Rhys",
        "Pengelly",
        f"edits and publishes {DEPARTMENT}",
        (editors(DEPARTMENT), publishers(DEPARTMENT), ENFORCEMENT),
    ),
    SignIn("comms", "Leila", "Farrokhzad", "publishes the news", (NEWS_TEAM, EVENTS_TEAM)),
    SignIn("admin", "Saoirse", "Whitlock", "may do everything", is_superuser=True),
)


def make_people() -> set[str]:
    """Make those who are not there yet; the usernames of those made. The others stay as they are."""
    there = set(
        User.objects.filter(username__in=[s.username for s in SIGN_INS]).values_list(
            "username", flat=True
        )
    )
    for sign_in in SIGN_INS:
        if sign_in.username not in there:
            _make(sign_in)
    return {sign_in.username for sign_in in SIGN_INS} - there


def _make(sign_in: SignIn) -> None:
    user = User.objects.create_user(
        sign_in.username,
        sign_in.email,
        PASSWORD,
        first_name=sign_in.first_name,
        last_name=sign_in.last_name,
        is_superuser=sign_in.is_superuser,
        is_staff=sign_in.is_superuser,
    )
    user.groups.set(Group.objects.filter(name__in=sign_in.groups))
