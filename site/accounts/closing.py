"""What closes an account besides switching it off: the apps above say it, by something that they know of it.

What they know comes along with the query that finds the account anyway, so it costs no query of its own,
and holds from the moment that it is true: no task need have run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User


@dataclass(frozen=True)
class Closing:
    """What is looked at, by its path from the account (`person__left_on`), and whether it closes that one."""

    path: str
    closes: Callable[[User, Any], bool]


_closings: dict[str, Closing] = {}


def close_by(name: str, closing: Closing) -> None:
    """Let an app close accounts. Called once, when the app is ready."""
    _closings[f"closing_{name}"] = closing


def find_open(account_id: int, along: Callable[[], dict[str, Any]] = dict) -> User | None:
    """The account with this id, unless something closes it; it may be switched off. One query.

    `along` gives annotations that the account is to have, by their names; it is asked once, and always gives the same.
    """
    accounts = _looked_at(tuple(closing.path for closing in _closings.values()), along)
    try:
        account = accounts.get(pk=account_id)
    except User.DoesNotExist:
        return None
    is_closed = any(
        closing.closes(account, getattr(account, name)) for name, closing in _closings.items()
    )
    return None if is_closed else account


@lru_cache(maxsize=8)
def _looked_at(paths: tuple[str, ...], along: Callable[[], dict[str, Any]]) -> QuerySet[User]:
    """The accounts with what is looked at. Kept, since to say all this takes longer than to look one of them up."""
    looked_at = {name: F(path) for name, path in zip(_closings, paths, strict=True)}
    return User.objects.annotate(**looked_at, **along())


def end_sessions(account_ids: set[int]) -> int:
    """Delete every session of these accounts. Gives how many there were.

    Whose session it is stands within it, so all that go on are read: once for many accounts.
    """
    wanted = {str(number) for number in account_ids}
    if not wanted:
        return 0
    going_on = Session.objects.filter(expire_date__gt=timezone.now())
    keys = [
        session.session_key
        for session in going_on.iterator()
        if session.get_decoded().get("_auth_user_id") in wanted
    ]
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
