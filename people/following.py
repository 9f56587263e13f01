"""People, as what others follow, and whom a department's news concerns: the people in its teams."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from access.rules import Reader
from core import registry
from core.notices import Told
from people.models import Membership, Person, Team
from people.querysets import BEYOND

PERSON, DEPARTMENT = "person", "department"


class People:
    """Colleagues, by their profiles."""

    label = "person"

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """One query."""
        people = Person.objects.readable_by(user).filter(pk__in=numbers)
        return {
            person.pk: Told(person.name, person.get_absolute_url(), person.job_title)
            for person in people
        }


def in_departments(numbers: Collection[int]) -> QuerySet[Any, Any]:
    """The ids of the accounts of those whose main team is of one of these departments.

    A team is of the department that it names, or else of the one that the nearest team above it names.
    """
    named = dict(Team.objects.filter(department__isnull=False).values_list("path", "department"))
    wanted = (_within(path, named) for path, number in named.items() if number in set(numbers))
    inside = reduce(or_, wanted, Q(pk__in=()))
    rows = Membership.objects.of_people_here().filter(inside, is_primary=True)
    return rows.filter(person__user_id__isnull=False).values("person__user_id")


def register() -> None:
    """Tell notifications. Called once, when the app is ready."""
    registry.followables.add(PERSON, People(), order=30)
    registry.belonging.add(DEPARTMENT, in_departments)


def _within(path: str, named: Collection[str]) -> Q:
    """The memberships of a team and of those below it, but for what other departments have there."""
    lower = [other for other in named if other != path and other.startswith(path)]
    others = reduce(or_, map(_below, lower), Q(pk__in=()))
    return _below(path) & ~others


def _below(path: str) -> Q:
    return Q(team__path__gte=path, team__path__lt=path + BEYOND)
