"""Who may change what of a profile, field by field: one table for forms, CMS, import and any API."""

from collections.abc import Iterable
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
_JOB = {MANAGER, ADMIN, FEED}
_RECORD = {ADMIN, FEED}

#: Under which hats each field may be changed.
EDITORS: dict[str, set[Hat]] = {
    "first_name": _RECORD,
    "last_name": _RECORD,
    "preferred_name": _OWN,
    "pronunciation": _OWN,
    "pronouns": _OWN,
    "photo": _OWN,
    "about": {*_OWN, FEED},
    "email": _RECORD,
    "phone": _NEAR,
    "phone_audience": _OWN,
    "mobile": _NEAR,
    "mobile_audience": _OWN,
    "employee_id": _RECORD,
    "job_title": _JOB,
    "grade": _RECORD,
    "profession": {*_OWN, MANAGER, FEED},
    "manager": _RECORD,
    "location": _NEAR,
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


def hats_of(user: Any, person: Person) -> frozenset[Hat]:
    """As whom `user` may change `person`. At most two queries."""
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
    if own.pk != person.pk and _leads(own, person):
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


def sees_private_numbers(user: Any, person: Person) -> bool:
    """Whether `user` is shown numbers that are for the person's team alone. At most two queries."""
    own = getattr(user, "person", None)
    if own is not None and own.pk in {person.pk, person.manager_id}:
        return True
    if user.has_perm(CHANGE_PEOPLE):
        return True
    if own is None or own.has_left:
        return False
    teams = Membership.objects.going_on().filter(person=own).values("team_id")
    return Membership.objects.going_on().filter(person=person, team_id__in=teams).exists()


def _leads(own: Person, person: Person) -> bool:
    """Whether somebody leads a team that the person is in, or one above it."""
    teams = Membership.objects.going_on().filter(person=person).select_related("team")
    led = Membership.objects.going_on().filter(person=own, is_lead=True)
    paths = set(led.values_list("team__path", flat=True))
    if not paths:
        return False
    around = {path for one in teams for path in (*one.team.above, one.team.path)}
    return bool(paths & around)
