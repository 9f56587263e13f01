"""Walls are made when they are needed, once, and are read by whom they are for."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from access.models import Rule
from access.rules import forget
from accounts.models import User
from audit.models import Change
from tests.factories.pages import DepartmentPageFactory, restrict
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, member
from tests.factories.wall import department_wall, everybodys_wall, team_wall
from wall.enums import Audience
from wall.models import Wall
from wall.services.walls import make_missing, say_who_reads

pytestmark = pytest.mark.django_db


def test_the_wall_of_everybody_is_there_from_the_beginning(staff_client: Client) -> None:
    assert everybodys_wall().name == "Everybody"
    assert staff_client.get("/wall/").status_code == 200


def test_the_main_navigation_leads_to_the_wall(staff_client: Client) -> None:
    html = staff_client.get("/wall/").content.decode()
    assert '<a href="/wall/" aria-current="page">Wall</a>' in html


def test_a_wall_is_made_once_and_keeps_its_address(home: Page) -> None:
    team = TeamFactory(name="Tide Gauges")
    wall = team_wall(team)
    assert wall.slug == "team-tide-gauges"
    team.name = "Sea Level"
    team.save()
    assert team_wall(team) == wall
    assert wall.get_absolute_url() == "/wall/team-tide-gauges/"
    assert department_wall(DepartmentPageFactory(title="Harbours")).slug == "harbours"


@pytest.mark.parametrize("title", ["All", "Mine", "New", "Posts", "Everybody", "港"])
def test_no_wall_takes_an_address_of_the_site_itself(home: Page, title: str) -> None:
    wall = department_wall(DepartmentPageFactory(title=title, slug="anything"))
    assert wall.slug not in {"all", "mine", "new", "posts", "everybody", ""}


def test_two_departments_of_one_name_have_two_walls(home: Page) -> None:
    one, two = (
        department_wall(DepartmentPageFactory(title="Harbours", slug=slug)) for slug in ("a", "b")
    )
    assert (one.slug, two.slug) == ("harbours", "harbours-2")


def test_missing_walls_of_many_teams_are_made_and_those_there_are_left(db: None) -> None:
    first, second = TeamFactory(), TeamFactory()
    wall = team_wall(first)
    make_missing([first.pk, second.pk, 999_999])
    assert Wall.objects.get(team=first) == wall
    assert Wall.objects.filter(team=second).exists()


def test_a_team_wall_is_open_to_all_until_its_team_closes_it(
    staff: User, staff_client: Client
) -> None:
    wall = team_wall(TeamFactory())
    address = wall.get_absolute_url()
    assert staff_client.get(address).status_code == 200
    say_who_reads(wall, Audience.MEMBERS, actor=staff)
    assert staff_client.get(address).status_code == 404
    change = Change.objects.of(wall).get()
    assert change.actor == staff
    say_who_reads(wall, Audience.EVERYBODY, actor=staff)
    assert staff_client.get(address).status_code == 200


@pytest.mark.parametrize(("place", "reads"), [("in", True), ("below", True), ("above", False)])
def test_a_closed_wall_is_read_by_members_and_those_of_teams_within(
    staff: User, place: str, reads: bool
) -> None:
    team = TeamFactory(parent=TeamFactory())
    wall = team_wall(team, closed=True)
    where = {"in": team, "below": TeamFactory(parent=team), "above": team.parent}[place]
    MembershipFactory(person=PersonFactory(user=staff), team=where)
    assert Wall.objects.readable_by(staff).filter(pk=wall.pk).exists() is reads


def test_who_leaves_a_team_no_longer_reads_its_closed_wall(staff: User) -> None:
    team = TeamFactory()
    wall = team_wall(team, closed=True)
    row = MembershipFactory(person=PersonFactory(user=staff), team=team)
    assert wall in Wall.objects.readable_by(staff)
    row.delete()
    forget(staff)
    assert wall not in Wall.objects.readable_by(staff)


def test_a_department_wall_is_as_open_as_its_page(
    home: Page, staff: User, staff_client: Client, admin_client: Client
) -> None:
    page = DepartmentPageFactory()
    address = department_wall(page).get_absolute_url()
    assert staff_client.get(address).status_code == 200
    restrict(page, Group.objects.create(name="Board"))
    assert staff_client.get(address).status_code == 404
    assert admin_client.get(address).status_code == 200
    page.unpublish()
    assert admin_client.get(address).status_code == 404


def test_a_wall_goes_with_its_department_and_its_team(home: Page) -> None:
    page, team = DepartmentPageFactory(), TeamFactory()
    department_wall(page)
    team_wall(team, closed=True)
    page.delete()
    team.delete()
    assert list(Wall.objects.all()) == [everybodys_wall()]
    assert Rule.objects.exists()


def test_only_a_team_wall_has_an_audience_of_its_own(staff: User) -> None:
    with pytest.raises(ValueError, match="audience"):
        say_who_reads(everybodys_wall(), Audience.MEMBERS, actor=staff)


@pytest.mark.parametrize("slug", ["nothing-here", "everybody-2", "x" * 300, "..", "%00", "12"])
def test_what_is_no_wall_is_not_found(staff_client: Client, slug: str) -> None:
    assert staff_client.get(f"/wall/{slug}/").status_code in {400, 404}


def test_strangers_and_closed_accounts_read_nothing(staff: User, client: Client) -> None:
    assert client.get("/wall/").status_code == 302
    staff.is_active = False
    assert not Wall.objects.readable_by(staff).exists()


def test_a_wall_knows_what_it_is_called_without_asking_again(
    home: Page, django_assert_num_queries: Any
) -> None:
    department_wall(DepartmentPageFactory(title="Harbours"))
    member(TeamFactory(name="Tides"))
    team_wall(Wall._meta.get_field("team").related_model.objects.get())
    with django_assert_num_queries(1):
        names = [wall.name for wall in Wall.objects.named().in_order()]
    assert sorted(names) == ["Everybody", "Harbours", "Tides"]
