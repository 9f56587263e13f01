"""The people of the demo: the staff file comes in as a customer's would, and then what people say of themselves."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Door
from demo.sign_ins import SIGN_INS
from departments.models import DepartmentPage
from people.enums import DAYS, Hat
from people.models import (
    Language,
    Location,
    Person,
    PersonLanguage,
    PersonSkill,
    Skill,
    Team,
)
from people.services.accounts import link_by_address
from people.services.profiles import save_person
from transfer.staff.services import import_staff

FOLDER = Path(__file__).resolve().parent / "content" / "people"
STAFF = FOLDER / "staff.csv"
HATS = frozenset({Hat.PEOPLE_ADMIN})
#: Words of a profile that are taken as they are.
WORDS = ("preferred_name", "pronunciation", "pronouns", "about")


def bring_staff() -> None:
    """Bring the staff file in; what it said before is left as it is."""
    import_staff(STAFF)


@transaction.atomic
def dress_people() -> None:
    """Say of people and teams what the staff file does not: once, then it is theirs.

    The four who sign in get the profiles with their addresses.
    """
    for sign_in in SIGN_INS:
        user = User.objects.filter(username=sign_in.username).first()
        if user is not None:
            link_by_address(user, user.email)
    if Location.objects.exists():
        return
    given = yaml.safe_load((FOLDER / "profiles.yaml").read_text("utf-8"))
    places = {
        name: Location.objects.create(name=name, **facts)
        for name, facts in given["locations"].items()
    }
    homes = _dress_teams(given["teams"])
    people = Person.objects.filter(employee_id__startswith="DCH-")
    for person in people.order_by("employee_id"):
        said = given["people"].get(person.employee_id, {})
        team = person.memberships.select_related("team").get(is_primary=True).team.name
        place = said.get("location", homes[team]["location"])
        week = given["weeks"].get(said.get("week", _weeks_of(team)), said.get("week", ""))
        _dress(person, said, places[place], week.split())
    _confirm(given["confirmed"])


def _dress_teams(teams: Mapping[str, Any]) -> Mapping[str, Any]:
    for place, (name, facts) in enumerate(teams.items()):
        team = Team.objects.get(name=name)
        team.order, team.purpose = place, facts["purpose"]
        team.email, team.phone = facts.get("email", ""), facts.get("phone", "")
        if "within" in facts:
            team.parent = Team.objects.get(name=facts["within"])
        if "department" in facts:
            team.department = DepartmentPage.objects.get(slug=facts["department"])
        team.save()
        team.memberships.filter(person__employee_id__in=facts["leads"]).update(is_lead=True)
    return teams


def _weeks_of(team: str) -> str:
    return {"Licensing Casework": "licensing", "Inspections and Storm Desk": "depot"}.get(
        team, "usual"
    )


def _dress(person: Any, said: Mapping[str, Any], place: Location, week: list[str]) -> None:
    for name in WORDS:
        setattr(person, name, said.get(name, getattr(person, name)))
    person.location = place
    for day, where in zip(DAYS, week, strict=False):
        setattr(person, day, where)
    person.person_skills = [
        PersonSkill(skill=Skill.objects.get_or_create(name=name)[0], level=level)
        for name, level in said.get("skills", {}).items()
    ]
    person.person_languages = [
        PersonLanguage(language=Language.objects.get_or_create(name=name)[0], level=level)
        for name, level in said.get("languages", {}).items()
    ]
    save_person(person, hats=HATS, door=Door.SYSTEM)


def _confirm(ids: list[str]) -> None:
    """Let some have said lately that their details are right, one a week."""
    today: date = timezone.localdate()
    for weeks, number in enumerate(ids):
        Person.objects.filter(employee_id=number).update(
            confirmed_on=today - timedelta(weeks=weeks)
        )
