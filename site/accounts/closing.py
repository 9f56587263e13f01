"""What closes an account besides switching it off: the apps above say it, by a condition on accounts.

The condition is part of the query that finds the account anyway, so it costs no query of its own, and
holds from the moment that it is true: no task need have run.
"""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User

#: By a name: which accounts are closed at this moment.
_conditions: dict[str, Callable[[], Q]] = {}


def close_where(name: str, condition: Callable[[], Q]) -> None:
    """Let an app say which accounts are closed. Called once, when the app is ready."""
    _conditions[name] = condition


def open_accounts() -> QuerySet[User]:
    """The accounts that nothing closes; whether they are switched on is another matter."""
    closed = reduce(or_, (condition() for condition in _conditions.values()), Q(pk__in=()))
    return User.objects.exclude(closed)


def is_open(account: User) -> bool:
    """Whether nothing closes an account. One query."""
    return open_accounts().filter(pk=account.pk).exists()


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
