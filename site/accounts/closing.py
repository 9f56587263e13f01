"""What closes an account besides switching it off: the apps above say it, by something that they know of it.

What they know comes along with the query that finds the account anyway, so it costs no query of its own,
and holds from the moment that it is true: no task need have run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils import timezone

from accounts.along import Along
from accounts.kept import Given, Kept
from accounts.models import User


@dataclass(frozen=True)
class Closing:
    """What is looked at, by its path from the account (`person__left_on`), and whether it closes that one."""

    path: str
    closes: Callable[[User, Any], bool]


_closings: dict[str, Closing] = {}
_FIELDS = [field.attname for field in User._meta.concrete_fields]


def close_by(name: str, closing: Closing) -> None:
    """Let an app close accounts. Called once, when the app is ready."""
    _closings[f"closing_{name}"] = closing


def find_open(account_id: int, along: Along = ()) -> User | None:
    """The account with this id, unless something closes it; it may be switched off. One query.

    `along` is what the account is to have besides, by its names.
    """
    closings = tuple(_closings.items())
    rows = _looked_at(closings, along).rows(account=account_id)
    if not rows:
        return None
    (row,) = rows
    account = User.from_db(User.objects.db, _FIELDS, row[: len(_FIELDS)])
    for (name, _said), value in zip((*closings, *along), row[len(_FIELDS) :], strict=True):
        setattr(account, name, value)
    is_closed = any(closing.closes(account, getattr(account, name)) for name, closing in closings)
    return None if is_closed else account


@lru_cache(maxsize=8)
def _looked_at(closings: tuple[tuple[str, Closing], ...], along: Along) -> Kept:
    """An account's fields, with what is looked at and what comes along: another question once either changes."""
    looked_at = {name: F(closing.path) for name, closing in closings}
    asked = {name: expression() for name, expression in along}
    accounts = User.objects.filter(pk=Given("account", User._meta.pk))
    return Kept(accounts.annotate(**looked_at, **asked).values_list(*_FIELDS, *looked_at, *asked))


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
