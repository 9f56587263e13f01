"""Who may change what of a profile, field by field: one table for forms, CMS, import and any API."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

from people.enums import DAYS, Hat
from people.models import Membership, Person

SELF, MANAGER, TEAM, ADMIN, FEED = (
    Hat.SELF,
    Hat.MANAGER,
    Hat.TEAM_EDITOR,
    Hat.PEOPLE_ADMIN,
    Hat.FEED,
)
CHANGE_PEOPLE = "people.change_person"

#: What the staff file says, and nobody else while the file keeps the profile.
FED_FIELDS = frozenset(
    {
        "first_name",
        "last_name",
        "email",
        "employee_id",
        "job_title",
        "grade",
        "profession",
        "manager",
        "start_date",
        "left_on",
    }
)
_OWN = {SELF, ADMIN}
_NEAR = {SELF, MANAGER, TEAM, ADMIN}
#: The file says these where nobody else has: what somebody wrote stays.
_OWN_OR_FED = {*_OWN, FEED}
_NEAR_OR_FED = {*_NEAR, FEED}
_JOB = {MANAGER, ADMIN, FEED}
_RECORD = {ADMIN, FEED}

#: Under which hats each field may be changed.
EDITORS: dict[str, set[Hat]] = {
    "first_name": _RECORD,
    "last_name": _RECORD,
    "preferred_name": _OWN_OR_FED,
    "pronunciation": _OWN,
    "pronouns": _OWN_OR_FED,
    "photo": _OWN,
    "about": _OWN_OR_FED,
    "email": _RECORD,
    "phone": _NEAR_OR_FED,
    "phone_audience": _OWN,
    "mobile": _NEAR_OR_FED,
    "mobile_audience": _OWN,
    "employee_id": _RECORD,
    "job_title": _JOB,
    "grade": _RECORD,
    "profession": {*_OWN, MANAGER, FEED},
    "manager": _RECORD,
    "location": _NEAR_OR_FED,
    **dict.fromkeys(DAYS, _NEAR),
    "hours": _NEAR,
    "person_skills": _OWN,
    "person_languages": _OWN,
    "memberships": {TEAM, ADMIN, FEED},
    "start_date": _RECORD,
    "left_on": {MANAGER, *_RECORD},
    "successor": {MANAGER, ADMIN},
    "is_fed": _RECORD,
}


class FieldLockedError(PermissionDenied):
    """Somebody changes a field that is not theirs to change; the message says which, and whom to ask."""


#: The memberships that go on of some people, by the person's id, each with its team.
Ties = Mapping[int, list[Membership]]


def ties_of(*people: Person) -> Ties:
    """The memberships of these people that go on, the main one first: one query for all."""
    ties: dict[int, list[Membership]] = {person.pk: [] for person in people}
    rows = Membership.objects.going_on().filter(person__in=ties).select_related("team")
    for row in rows:
        ties[row.person_id].append(row)
    return ties


def hats_of(user: Any, person: Person, ties: Ties | None = None) -> frozenset[Hat]:
    """As whom `user` may change `person`. At most two queries; who has the ties of both gives them."""
    hats: set[Hat] = set()
    if user.has_perm(CHANGE_PEOPLE):
        hats.add(ADMIN)
    own = getattr(user, "person", None)
    if own is None or own.erased_at or own.has_left:
        return frozenset(hats)
    if own.pk == person.pk:
        hats.add(SELF)
    elif person.manager_id == own.pk:
        hats.add(MANAGER)
    if own.pk != person.pk and _leads(own, person, ties_of(own, person) if ties is None else ties):
        hats.add(TEAM)
    return frozenset(hats)


def hats_in_cms(user: Any, person: Person) -> frozenset[Hat]:
    """As whom `user` changes a new or stored profile in the CMS: without a query for people admins.

    Whatever another hat may change, a people admin may too.
    """
    if person._state.adding or user.has_perm(CHANGE_PEOPLE):
        return frozenset({ADMIN})
    return hats_of(user, person)


def may_change(field: str, person: Person, hats: Iterable[Hat]) -> bool:
    """Whether a field of this profile may be changed under one of these hats."""
    return not why_locked(field, person, hats)


def why_locked(field: str, person: Person, hats: Iterable[Hat]) -> str:
    """Why a field may not be changed, and whom to ask; empty where it may."""
    worn = set(hats)
    if person.is_fed and field in FED_FIELDS and FEED not in worn:
        if ADMIN in worn:
            return "This comes from the staff file. Change it there, or take the profile out of the file's care."
        return "This comes from the staff file. Ask the people team to have it changed there."
    if EDITORS[field] & worn:
        return ""
    if EDITORS[field] & {MANAGER} and SELF in worn:
        return "Ask your manager or the people team to change this."
    return "Ask the people team to change this."


def open_fields(person: Person, hats: Iterable[Hat]) -> frozenset[str]:
    """The fields of this profile that may be changed under one of these hats."""
    worn = frozenset(hats)
    return frozenset(field for field in EDITORS if may_change(field, person, worn))


def refuse_locked(fields: Iterable[str], person: Person, hats: Iterable[Hat]) -> None:
    """Raise FieldLockedError for the first of these fields that may not be changed."""
    worn = frozenset(hats)
    for field in fields:
        if reason := why_locked(field, person, worn):
            label = field.replace("_", " ").removeprefix("person ")
            raise FieldLockedError(f"{label.capitalize()}: {reason}")


def sees_private_numbers(user: Any, person: Person, ties: Ties | None = None) -> bool:
    """Whether `user` is shown numbers that are for the person's team alone. At most two queries."""
    own = getattr(user, "person", None)
    if own is not None and own.pk in {person.pk, person.manager_id}:
        return True
    if user.has_perm(CHANGE_PEOPLE):
        return True
    if own is None or own.has_left or own.erased_at:
        return False
    among = ties_of(own, person) if ties is None else ties
    return bool(_team_ids(among[own.pk]) & _team_ids(among[person.pk]))


def sees_changes(user: Any, person: Person) -> bool:
    """Whether `user` is shown who changed what of a profile: oneself and people admins are."""
    own = getattr(user, "person", None)
    return bool((own is not None and own.pk == person.pk) or user.has_perm(CHANGE_PEOPLE))


def _leads(own: Person, person: Person, among: Ties) -> bool:
    """Whether somebody leads a team that the person is in, or one above it."""
    led = [row.team for row in among[own.pk] if row.is_lead]
    paths = {team.path for team in led if team.path}
    around = {path for row in among[person.pk] for path in (*row.team.above, row.team.path)}
    return bool(paths & around) or bool({team.pk for team in led} & _team_ids(among[person.pk]))


def _team_ids(rows: Iterable[Membership]) -> set[int]:
    return {row.team_id for row in rows}
