"""Teams through their services: every change is recorded, and closing loses nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import ModelLogEntry

from accounts.models import User
from audit.models import Change, Door
from people.enums import Hat
from people.models import Membership, Person, Team
from people.services.profiles import save_person
from people.services.teams import (
    TeamKeptError,
    close_team,
    delete_team,
    move_team,
    reopen_team,
    save_team,
)
from tests.days import today, tomorrow, yesterday
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, lead, member

pytestmark = pytest.mark.django_db


def last_change(thing: Any) -> dict[str, list[str]]:
    change = Change.objects.of(thing).first()
    return change.fields if change else {}


# Saving.


def test_a_change_of_a_team_says_who_what_and_from_what_to_what(admin: User) -> None:
    top = TeamFactory(name="Top")
    team = Team(name="  Harbours ", parent=top)
    save_team(team, actor=admin)
    assert last_change(team)["parent"] == ["", f"Top ({top.pk})"]
    team.purpose = "We keep the harbours open."
    assert save_team(team, actor=admin) == ["purpose"]
    assert last_change(team) == {"purpose": ["", "We keep the harbours open."]}
    assert Change.objects.of(team).first().actor == admin  # type: ignore[union-attr]
    assert team.revisions.count() == 2
    assert ModelLogEntry.objects.for_instance(team).count() == 2
    assert save_team(team, actor=admin) == []
    assert Change.objects.of(team).count() == 2


def test_the_old_address_of_a_team_that_is_renamed_leads_to_it() -> None:
    team = TeamFactory(name="Harbours")
    team.name = "Harbours and Piers"
    save_team(team)
    assert team.slug == "harbours-and-piers"
    assert team.former_addresses.get().slug == "harbours"
    assert TeamFactory(name="Harbours").slug == "harbours-2"


def test_a_change_that_was_made_meanwhile_is_not_undone() -> None:
    top, other = TeamFactory(name="Top"), TeamFactory(name="Other")
    team = TeamFactory(name="Harbours", parent=top)
    below = TeamFactory(name="Piers", parent=team)
    stale = Team.objects.get(pk=team.pk)
    move_team(Team.objects.get(pk=team.pk), parent=other)
    stale.purpose = "New"
    save_team(stale)
    stored = Team.objects.get(pk=team.pk)
    assert stored.path == f"{stored.parent.path}{team.pk:08x}"
    assert Team.objects.get(pk=below.pk).path == f"{stored.path}{below.pk:08x}"


def test_a_team_is_not_moved_into_itself() -> None:
    team = TeamFactory()
    below = TeamFactory(parent=TeamFactory(parent=team))
    with pytest.raises(ValidationError, match="cannot be part of itself"):
        move_team(team, parent=below)
    assert Team.objects.get(pk=team.pk).parent is None
    assert not Change.objects.of(team).exists()


def test_a_role_that_changes_alone_is_written_down(admin: User) -> None:
    """The closest relative of this intranet wrote nothing down for it."""
    person = member(TeamFactory(name="Harbours"))
    for change in ({"title": "Secretary"}, {"is_lead": True}):
        person = Person.objects.get(pk=person.pk)
        row = person.memberships.get()
        for name, value in change.items():
            setattr(row, name, value)
        person.memberships = [row]
        assert save_person(person, hats={Hat.PEOPLE_ADMIN}, actor=admin) == ["memberships"]
    before, after = last_change(person)["memberships"]
    assert "Secretary" in before
    assert "lead" not in before
    assert "lead, Secretary" in after


# Closing.


def test_members_are_in_the_team_that_takes_over_from_the_next_day(admin: User) -> None:
    team, heir = TeamFactory(name="Harbours"), TeamFactory(name="Coasts")
    person, chief = member(team, job_title="Pilot"), lead(team)
    Membership.objects.filter(person=person).update(title="Secretary", order=3)
    assert close_team(team, on=today(), successor=heir, actor=admin) == 2
    old, new = Membership.objects.filter(person=person).order_by("pk")
    assert (old.team, old.ended_on, old.is_primary) == (team, today(), False)
    assert (new.team, new.started_on, new.ended_on) == (heir, tomorrow(), None)
    assert (new.is_primary, new.title, new.order) == (True, "Secretary", 3)
    assert not Membership.objects.get(person=chief, team=heir).is_lead, "nobody's rights are raised"
    assert team.is_closed
    assert team.successor == heir
    assert last_change(team) == {
        "closed_on": ["", str(today())],
        "successor": ["", f"Coasts ({heir.pk})"],
    }
    change = Change.objects.of(person).get()
    assert (change.actor, change.door) == (admin, Door.CMS)
    assert f"until {today()}" in change.fields["memberships"][1]


def test_whoever_is_in_the_successor_already_is_in_it_once() -> None:
    team, heir = TeamFactory(), TeamFactory()
    person = member(team)
    MembershipFactory(person=person, team=heir, is_primary=False)
    close_team(team, on=today(), successor=heir)
    row = Membership.objects.get(person=person, ended_on=None)
    assert (row.team, row.is_primary) == (heir, True)


def test_former_members_stay_former_members() -> None:
    team, heir = TeamFactory(), TeamFactory()
    person = PersonFactory()
    MembershipFactory(person=person, team=team, is_primary=False, ended_on=yesterday())
    assert close_team(team, on=today(), successor=heir) == 0
    assert Membership.objects.get().ended_on == yesterday()


def test_the_teams_in_it_are_named_or_go_along() -> None:
    team, heir = TeamFactory(name="Harbours"), TeamFactory(name="Coasts")
    pier = TeamFactory(name="Piers", parent=team)
    closed = TeamFactory(name="Lighthouses", parent=team, closed_on=yesterday())
    with pytest.raises(ValidationError, match=r"part of Harbours: Piers\."):
        close_team(team, on=today(), successor=heir)
    assert not Team.objects.get(pk=team.pk).is_closed
    close_team(team, on=today(), successor=heir, move_children=True)
    pier.refresh_from_db()
    assert (pier.parent, pier.above) == (heir, [heir.path])
    assert last_change(pier)["parent"] == [f"Harbours ({team.pk})", f"Coasts ({heir.pk})"]
    assert Team.objects.get(pk=closed.pk).parent == team


@pytest.mark.parametrize("members", [20, 60])
def test_closing_costs_the_same_however_many_are_in_it(
    members: int, django_assert_max_num_queries: Any
) -> None:
    team, heir = TeamFactory(), TeamFactory()
    for _ in range(members):
        member(team)
    # Of these, 25 write the entries of the teams and people in search, and five are about the team's wall.
    locks = 2 if connection.vendor == "postgresql" else 0  # SQLite lets one write at a time anyway
    with django_assert_max_num_queries(85 + locks):
        assert close_team(team, on=today(), successor=heir) == members


def no_heir(team: Team) -> dict[str, Any]:
    return {"on": today()}


def closed_heir(team: Team) -> dict[str, Any]:
    return {"on": today(), "successor": TeamFactory(closed_on=yesterday())}


def part_of_it(team: Team) -> dict[str, Any]:
    heir = TeamFactory(parent=team)
    return {"on": today(), "successor": heir, "move_children": True}


def itself(team: Team) -> dict[str, Any]:
    return {"on": today(), "successor": team}


def to_come(team: Team) -> dict[str, Any]:
    return {"on": tomorrow(), "successor": TeamFactory()}


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (no_heir, "successor"),
        (closed_heir, "successor"),
        (part_of_it, "successor"),
        (itself, "successor"),
        (to_come, "on"),
    ],
)
def test_a_closing_that_cannot_be_is_refused_at_its_field(
    wish: Callable[[Team], dict[str, Any]], field: str
) -> None:
    team = TeamFactory()
    member(team)
    with pytest.raises(ValidationError) as refused:
        close_team(team, **wish(team))
    assert list(refused.value.message_dict) == [field]
    assert Membership.objects.get().ended_on is None


def test_a_closed_team_is_not_closed_twice() -> None:
    with pytest.raises(ValidationError, match="closed already"):
        close_team(TeamFactory(closed_on=yesterday()), on=today())


def test_a_team_opens_again_empty_but_not_within_one_that_is_closed(admin: User) -> None:
    top, heir = TeamFactory(name="Top"), TeamFactory(name="Coasts")
    team = TeamFactory(name="Harbours", parent=top)
    person = member(team)
    close_team(team, on=yesterday(), successor=heir)
    close_team(top, on=today())
    with pytest.raises(ValidationError, match="Reopen that one first"):
        reopen_team(team)
    reopen_team(top, actor=admin)
    reopen_team(team, actor=admin)
    assert (team.closed_on, team.successor) == (None, None)
    assert Membership.objects.get(person=person, ended_on=None).team == heir


# Deleting.


@pytest.mark.parametrize("what", ["member", "former member", "sub-team", "successor"])
def test_a_team_that_somebody_was_ever_in_is_closed_instead_of_deleted(what: str) -> None:
    team = TeamFactory(name="Harbours")
    if what == "member":
        member(team)
    elif what == "former member":
        MembershipFactory(team=team, ended_on=yesterday(), is_primary=False)
    elif what == "sub-team":
        TeamFactory(parent=team)
    else:
        TeamFactory(successor=team, closed_on=yesterday())
    with pytest.raises(TeamKeptError, match="Close it instead"):
        delete_team(team)
    assert Team.objects.filter(pk=team.pk).exists()


def test_a_team_that_was_made_by_mistake_is_deleted_and_that_is_recorded(admin: User) -> None:
    team = TeamFactory(name="Harbuors")
    number = team.pk
    delete_team(team, actor=admin)
    assert not Team.objects.exists()
    change = Change.objects.get(object_id=number)
    assert (change.actor, change.fields) == (admin, {"name": ["Harbuors", ""]})
