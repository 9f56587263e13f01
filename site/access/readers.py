"""The people whom a requirement lets in: how many, who gains and who loses, and one found by name."""

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet

from access.rules import Clause, Requirement, ids_in, kinds


@dataclass(frozen=True)
class Change:
    """How many people can see something before and after a change, and how many gain or lose it."""

    before: int
    after: int
    gain: int
    lose: int


def let_in(requirement: Requirement) -> Q:
    """The people whom a requirement lets in, administrators among them.

    A term of a kind that no app knows lets in nobody.
    """
    everybody = ~Q(pk__in=())
    met = reduce(and_, (_members(clause) for clause in requirement), everybody)
    return Q(is_active=True) & (Q(is_superuser=True) | met)


def count(requirement: Requirement) -> int:
    """How many people a requirement lets in. One query."""
    return _people().filter(let_in(requirement)).count()


def change(before: Requirement, after: Requirement) -> Change:
    """What it means for people when one requirement takes the place of another. One query."""
    old, new = let_in(before), let_in(after)
    found = _people().aggregate(
        before=Count("pk", filter=old),
        after=Count("pk", filter=new),
        both=Count("pk", filter=old & new),
    )
    both = found["both"]
    return Change(found["before"], found["after"], found["after"] - both, found["before"] - both)


def find(text: str, limit: int) -> tuple[list[Any], int]:
    """The first `limit` people whom a text describes, and how many there are.

    A whole username or e-mail address names one person; otherwise each word must stand in the name,
    the username or the e-mail address.
    """
    words = text.split()
    if not words:
        return [], 0
    exact = list(_people().filter(Q(username=text.strip()) | Q(email__iexact=text.strip()))[:2])
    if len(exact) == 1:
        return exact, 1
    found = _people().order_by("last_name", "first_name", "pk")
    for word in words:
        found = found.filter(_has(word))
    people = list(found[:limit])
    return people, len(people) if len(people) < limit else found.count()


def _has(word: str) -> Q:
    places = ("first_name", "last_name", "username", "email")
    return reduce(lambda all_, one: all_ | one, (Q(**{f"{p}__icontains": word}) for p in places))


def _members(clause: Clause) -> Q:
    memberships: Any = get_user_model().groups.through
    groups = memberships.objects.filter(group_id__in=ids_in(clause, "group"))
    met = Q(pk__in=groups.values("user_id"))
    for kind, terms in kinds.items():
        if terms.holders and (ids := ids_in(clause, kind)):
            met |= Q(pk__in=terms.holders(ids))
    return met


def _people() -> QuerySet[Any]:
    return get_user_model()._default_manager.all()
