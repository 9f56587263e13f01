"""What comes along with the account of a session, because every page asks it of whoever reads: no query of its own.

An app names an annotation of accounts and finds it on `request.user` under that name. It is not on an account that
was found in another way.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.expressions import Combinable

_along: dict[str, Callable[[], Combinable]] = {}
_is_left_out: ContextVar[bool] = ContextVar("is_left_out", default=False)


def bring_along(name: str, expression: Callable[[], Combinable]) -> None:
    """Let an account of a session come with an annotation. Called once, when the app is ready.

    It is said once, not at every request: what it asks of the time of day it has to leave to its reader.
    """
    _along[name] = expression


def expressions() -> dict[str, Any]:
    """What comes along, by name."""
    return {name: expression() for name, expression in _along.items()}


def nothing() -> dict[str, Any]:
    """What comes along where it is left out."""
    return {}


def wanted() -> Callable[[], dict[str, Any]]:
    """What is to come along here."""
    return nothing if _is_left_out.get() else expressions


@contextmanager
def left_out() -> Iterator[None]:
    """Look up accounts alone: for what open tabs ask again and again, to put the question costs more than all else."""
    token = _is_left_out.set(True)
    try:
        yield
    finally:
        _is_left_out.reset(token)
