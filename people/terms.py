"""What access knows of teams: `team:12` is had by whoever is in team 12 or in one below it."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from access.rules import Reader, Terms, register_terms
from accounts.kept import Given, Kept
from accounts.models import User
from people.models import Membership, Team
from people.models.teams import STEP
from people.querysets import BEYOND

TEAM = "team"
_ONE = re.compile(rf"[0-9a-f]{{{STEP}}}")


def of(user: Reader) -> frozenset[str]:
    """The teams that a person is in today, and those above them. One query."""
    ids = set[int]()
    for number, path in _of_account(timezone.localdate()).rows(account=user.pk):
        ids.add(number)
        ids.update(int(one, 16) for one in _ONE.findall(path))
    return frozenset(f"{TEAM}:{number}" for number in ids)


def names(ids: Iterable[int]) -> dict[int, str]:
    """What teams are called."""
    return dict(Team.objects.filter(pk__in=ids).values_list("pk", "name"))


def holders(ids: Iterable[int]) -> QuerySet[Any, Any]:
    """The ids of the accounts of whoever is in one of these teams, or below."""
    paths = Team.objects.filter(pk__in=ids).exclude(path="").values_list("path", flat=True)
    within = (Q(team__path__gte=path, team__path__lt=path + BEYOND) for path in paths)
    inside = reduce(or_, within, Q(team_id__in=ids))
    return _today().filter(inside, person__user_id__isnull=False).values("person__user_id")


def register() -> None:
    """Tell access. Called once, when the app is ready."""
    register_terms(TEAM, Terms(of, names, holders))


@lru_cache(maxsize=4)
def _of_account(day: date) -> Kept:
    """The teams of an account, kept for a day: who is in them today is part of the question."""
    rows = _today().filter(person__user_id=Given("account", User._meta.pk))
    return Kept(rows.values_list("team_id", "team__path"))


def _today() -> Any:
    """Memberships that have begun and not ended, of people who are here."""
    begun = Q(started_on__isnull=True) | Q(started_on__lte=timezone.localdate())
    return Membership.objects.of_people_here().filter(begun)
