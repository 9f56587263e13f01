"""Teams in the CMS: the list, the form, and deleting."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from audit.models import Change, Door
from people.models import FormerTeamAddress, Team
from tests.factories.people import PersonFactory, TeamFactory, lead, member
from tests.people.cms import (
    PEOPLE,
    TEAMS,
    form_of,
    names_in,
    people_admin,
    rows_of,
    said,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(db: None) -> Client:
    return signed_in(people_admin())


def edit(team: Team) -> str:
    return f"{TEAMS}edit/{team.pk}/"


def saved(client: Client, team: Team, **fields: Any) -> Any:
    return client.post(edit(team), form_of(client.get(edit(team))) | fields)


# The list.


def test_the_list_says_where_a_team_is_and_who_is_in_it(client: Client) -> None:
    top = TeamFactory(name="Harbour")
    pilots = TeamFactory(name="Pilots", parent=top)
    lead(pilots, first_name="Ann", last_name="Lee")
    member(pilots)
    member(pilots, has_left=True)
    TeamFactory(name="Steam tugs", closed_on=timezone.localdate() - timedelta(days=1))
    rows = rows_of(client.get(TEAMS))
    assert rows[:2] == [
        ["Harbour", "", "0", "", "Open"],
        ["Pilots", "Harbour", "2", "Ann Lee", "Open"],
    ]
    assert rows[2][4].startswith("Closed on ")
    assert names_in(client.get(f"{TEAMS}?ordering=-people"))[0] == "Pilots"


def test_teams_are_found_and_narrowed(client: Client) -> None:
    top = TeamFactory(name="Équipe")
    TeamFactory(name="Pilots", parent=top)
    TeamFactory(name="Tugs", closed_on=timezone.localdate())
    cases = {
        "q=equipe": ["Équipe"],
        "q=ilo": ["Pilots"],
        "q=" + "x" * 7000: [],
        f"within={top.pk}": ["Équipe", "Pilots"],
        "status=open": ["Équipe", "Pilots"],
        "status=closed": ["Tugs"],
        "kind=organisation": [],
        "status=nonsense&ordering=nonsense": ["Équipe", "Pilots", "Tugs"],
    }
    for asked, found in cases.items():
        assert names_in(client.get(f"{TEAMS}?{asked}")) == found, asked


def test_a_team_whose_place_in_the_tree_is_lost_breaks_no_list(client: Client) -> None:
    top = TeamFactory(name="Harbour")
    pilots = TeamFactory(name="Pilots", parent=top)
    member(pilots)
    Team.objects.filter(pk=pilots.pk).update(path="")
    assert names_in(client.get(TEAMS)) == ["Harbour", "Pilots"]
    assert names_in(client.get(f"{TEAMS}?within={pilots.pk}")) == ["Pilots"]
    assert len(names_in(client.get(f"{PEOPLE}?team={pilots.pk}"))) == 1
    assert client.get(edit(pilots)).status_code == 200
    assert client.get(f"{PEOPLE}?export=csv").status_code == 200


def test_the_list_asks_no_more_for_many_than_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        lead(TeamFactory(parent=TeamFactory()))
    client.get(TEAMS)
    with django_assert_max_num_queries(17):
        client.get(TEAMS)


# The form.


def test_a_team_is_added_and_changed_with_one_entry_in_each_log(client: Client) -> None:
    form = form_of(client.get(f"{TEAMS}add/")) | {"name": "  Harbour   pilots "}
    assert client.post(f"{TEAMS}add/", form).status_code == 302
    team = Team.objects.get()
    assert (team.name, team.slug) == ("Harbour pilots", "harbour-pilots")
    assert saved(client, team, name="Pilots", purpose="Guiding ships").status_code == 302
    assert FormerTeamAddress.objects.get().slug == "harbour-pilots"
    assert Team.objects.get().slug == "pilots"
    change = Change.objects.first()
    assert change.fields == {"name": ["Harbour pilots", "Pilots"], "purpose": ["", "Guiding ships"]}
    assert (change.actor.username, change.door) == ("pat", Door.CMS)
    assert (Change.objects.count(), Revision.objects.count()) == (2, 2)
    assert ModelLogEntry.objects.filter(content_type__model="team").count() == 2
    assert "Name Harbour pilots → Pilots" in said(client.get(f"{TEAMS}changes/{team.pk}/"))


def test_a_team_does_not_come_to_lie_in_itself_nor_in_one_that_is_closed(client: Client) -> None:
    top = TeamFactory(name="Harbour")
    below = TeamFactory(name="Pilots", parent=top)
    shut = TeamFactory(name="Tugs", closed_on=timezone.localdate())
    for parent, error in (
        (below, "Harbour cannot be part of itself"),
        (top, "Harbour cannot be part of itself"),
        (shut, "Tugs is closed."),
    ):
        answer = saved(client, top, parent=parent.pk)
        assert error in said(answer)
    assert Team.objects.get(pk=top.pk).parent is None
    assert Change.objects.count() == 0


def test_an_old_version_of_a_team_is_brought_back_at_its_new_place(client: Client) -> None:
    team = TeamFactory(name="Pilots", purpose="")
    saved(client, team, purpose="First")
    first = Revision.objects.get()
    saved(client, team, purpose="Second")
    Team.objects.filter(pk=team.pk).update(closed_on=timezone.localdate())
    address = f"{TEAMS}history/{team.pk}/revisions/{first.pk}/revert/"
    assert client.post(address, form_of(client.get(address))).status_code == 302
    team.refresh_from_db()
    assert (team.purpose, team.is_closed) == ("First", True)


# Deleting.


def test_a_team_with_people_or_teams_in_it_is_not_deleted_and_the_page_says_why(
    client: Client,
) -> None:
    top = TeamFactory(name="Harbour")
    pilots = TeamFactory(name="Pilots", parent=top)
    TeamFactory(parent=pilots)
    member(pilots)
    member(pilots)
    tugs = TeamFactory(name="Tugs")
    person = member(tugs)
    person.memberships.update(ended_on=timezone.localdate() - timedelta(days=1))
    cases = {
        top: "Harbour cannot be deleted: 1 team is part of it. Close it instead.",
        pilots: "Pilots cannot be deleted: 2 people are in it and 1 team is part of it. Close it instead.",
        tugs: "Tugs cannot be deleted: 1 person was in it. Close it instead.",
    }
    for team, reason in cases.items():
        address = f"{TEAMS}delete/{team.pk}/"
        page = client.get(address, follow=True)
        assert reason in said(page)
        assert "Close the team" in said(page), "it leads to what is to be done instead"
        assert reason in said(client.post(address, follow=True))
    assert Team.objects.count() == 4


def test_a_team_that_nobody_was_ever_in_is_deleted(client: Client) -> None:
    team = TeamFactory()
    assert client.post(f"{TEAMS}delete/{team.pk}/").status_code == 302
    assert not Team.objects.exists()


def test_deleting_many_leaves_those_in_use_and_says_why(client: Client) -> None:
    free, used = TeamFactory(name="Free"), TeamFactory(name="Used")
    member(used)
    address = f"/admin/bulk/people/team/delete/?id={free.pk}&id={used.pk}&next={TEAMS}"
    assert "Used cannot be deleted: 1 person is in it." in said(client.get(address))
    answer = client.post(address, follow=True)
    assert "1 team deleted." in said(answer)
    assert "Used cannot be deleted" in said(answer)
    assert list(Team.objects.all()) == [used]
    for nobody in ("id=abc", "id=77777", "id=all", ""):
        assert client.get(f"/admin/bulk/people/team/delete/?{nobody}").status_code == 404


def test_deleting_many_people_is_not_for_people_admins(client: Client) -> None:
    person = PersonFactory()
    address = f"/admin/bulk/people/person/delete/?id={person.pk}&next={PEOPLE}"
    assert "You may not delete these." in said(client.get(address))
    client.post(address)
    assert Team.objects.count() == 0
    person.refresh_from_db()
