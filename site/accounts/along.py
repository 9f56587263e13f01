"""What comes along with the account of a session, because every page asks it of whoever reads: no query of its own.

An app names an annotation of accounts and finds it on `request.user` under that name. It is not on an account that
was found in another way.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models.expressions import Combinable

#: What comes along, by name.
Along = tuple[tuple[str, Callable[[], Combinable]], ...]

_along: dict[str, Callable[[], Combinable]] = {}
_is_left_out: ContextVar[bool] = ContextVar("is_left_out", default=False)


def bring_along(name: str, expression: Callable[[], Combinable]) -> None:
    """Let an account of a session come with an annotation. Called once, when the app is ready.

    It is said once, not at every request: what it asks of the time of day it has to leave to its reader.
    """
    _along[name] = expression


def wanted() -> Along:
    """What is to come along here."""
    return () if _is_left_out.get() else tuple(_along.items())


@contextmanager
def left_out() -> Iterator[None]:
    """Look up accounts alone: what open tabs ask again and again wants nothing of it."""
    token = _is_left_out.set(True)
    try:
        yield
    finally:
        _is_left_out.reset(token)
