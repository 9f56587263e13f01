"""What comes along with the account of a session, because every page asks it of whoever reads: no query of its own.

An app names an annotation of accounts and finds it on `request.user` under that name. It is not on an account that
was found in another way.
"""

from collections.abc import Callable
from typing import Any

from django.db.models.expressions import Combinable

_along: dict[str, Callable[[], Combinable]] = {}


def bring_along(name: str, expression: Callable[[], Combinable]) -> None:
    """Let an account of a session come with an annotation. Called once, when the app is ready.

    It is said once, not at every request: what it asks of the time of day it has to leave to its reader.
    """
    _along[name] = expression


def expressions() -> dict[str, Any]:
    """What comes along, by name."""
    return {name: expression() for name, expression in _along.items()}
