"""What the lists of people and of teams, and their choosers, have in common."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from people.models import Membership, Person, Team

#: Of what is typed, as much is looked at.
LONGEST_SEARCH = 200
#: Digits of the longest number that every database has room for.
LONGEST_NUMBER = 18


def typed(text: str | None) -> str:
    """What somebody typed into a search, cut to what can be looked for."""
    return (text or "").replace("\x00", " ")[:LONGEST_SEARCH].strip()


def with_main_team(people: Any) -> QuerySet[Person]:
    """People with their main team in `main_memberships`: one more query for all of them."""
    rows = Membership.objects.going_on().filter(is_primary=True).select_related("team")
    return people.prefetch_related(Prefetch("memberships", rows, to_attr="main_memberships"))


def with_leads(teams: Any) -> QuerySet[Team]:
    """Teams with who leads them in `lead_memberships`: one more query for all of them."""
    rows = Membership.objects.of_people_here().filter(is_lead=True).select_related("person")
    return teams.prefetch_related(Prefetch("memberships", rows, to_attr="lead_memberships"))


def main_team_of(person: Any) -> str:
    """The name of the main team of somebody from `with_main_team`."""
    return ", ".join(row.team.name for row in person.main_memberships)


def leads_of(team: Any) -> str:
    """The names of who leads a team from `with_leads`."""
    return ", ".join(row.person.name for row in team.lead_memberships)


def numbers(texts: Iterable[str]) -> list[int]:
    """Those of the texts of an address that can be the number of a row."""
    return [int(text) for text in texts if text.isdecimal() and len(text) <= LONGEST_NUMBER]
