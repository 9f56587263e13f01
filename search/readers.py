"""Who searches, where no account does: commands search as any signed-in person would."""

from django.contrib.auth.models import AnonymousUser

from access.rules import ANYBODY, Reader, ids_of, rules_for, sees_everything
from search.results import Scope


class AnyPerson(AnonymousUser):
    """Somebody who is signed in and in no group."""

    def __init__(self) -> None:
        self.__dict__["is_active"] = True
        self.__dict__["_rules"] = frozenset({ids_of([ANYBODY])[ANYBODY]})

    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]
        """As whoever signed in."""
        return True


def scope_of(user: Reader) -> Scope:
    """What a reader's search may look at."""
    return Scope(None if sees_everything(user) else rules_for(user))
