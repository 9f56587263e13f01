"""The organisation chart: whole, also where rows are broken; usable without a script; cheap."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from people.models import Team
from people.tree import Forest, open_teams
from tests.conftest import HtmlErrors
from tests.factories.people import PersonFactory, TeamFactory, lead, member

pytestmark = pytest.mark.django_db
MOST = 12


def read(client: Client, address: str = "/teams/") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def outline(part: Any) -> list[Any]:
    """The teams of a list, each with the list below it, as far as it is drawn."""
    found: list[Any] = []
    lists = part.find("ul", class_="branches")
    for item in lists.find_all("li", recursive=False) if lists else []:
        name = item.select_one(".branch__name").text
        below = item.find("details", recursive=False)
        inner = outline(below) if below and below.find("ul", class_="branches") else []
        found.append((name, inner) if inner else name)
    return found


@pytest.fixture
def tree(db: None) -> dict[str, Team]:
    """Four levels, and a second root."""
    teams: dict[str, Team] = {}
    for name, above in (("Board", ""), ("Coast", "Board"), ("Tides", "Coast"), ("Gauges", "Tides"), ("Ports", "Board"), ("Island", "")):  # fmt: skip
        teams[name] = TeamFactory(name=name, parent=teams.get(above))
    return teams


def test_two_levels_are_drawn_and_the_rest_is_a_link_away(
    staff_client: Client, tree: dict[str, Team]
) -> None:
    lead(tree["Coast"], first_name="Tom", last_name="Boss")
    member(tree["Gauges"])
    page = read(staff_client)
    assert outline(page.main) == [("Board", ["Coast", "Ports"]), "Island"]
    coast = page.find(id="team-coast")
    assert coast.select_one(".branch__name a")["href"] == "/teams/coast/"
    assert coast.find("a", href="/people/tom-boss/")
    assert "2 people" in coast.select_one(".branch__facts").text
    assert coast.details["data-branch"] == "/teams/coast/branch/"
    assert coast.details.summary.text == "1 team in Coast"
    assert coast.details.p.a["href"] == "/teams/?open=coast#team-coast"
    assert not page.find(attrs={"role": "tree"})


def test_an_opened_branch_is_drawn_unfolded_and_marked(
    staff_client: Client, tree: dict[str, Team]
) -> None:
    page = read(staff_client, "/teams/?open=tides")
    assert outline(page.main) == [
        ("Board", [("Coast", [("Tides", ["Gauges"])]), "Ports"]),
        "Island",
    ]
    unfolded = [one.parent["id"] for one in page.select("details[open]") if one.parent.get("id")]
    assert unfolded == ["team-board", "team-coast", "team-tides"]
    marked = page.main.select("[aria-current]")
    assert [link.text for link in marked] == ["Tides"]
    assert outline(read(staff_client, "/teams/?open=nothing-such").main)[1] == "Island"


def test_one_root_is_unfolded_by_itself(staff_client: Client, tree: dict[str, Team]) -> None:
    tree["Island"].delete()
    assert read(staff_client).select_one("#team-board > details").has_attr("open")


def test_a_branch_is_a_part_of_the_page(staff_client: Client, tree: dict[str, Team]) -> None:
    part = read(staff_client, "/teams/coast/branch/")
    assert outline(part) == ["Tides"]
    assert not part.find(["html", "main"])
    assert part.details["data-branch"] == "/teams/tides/branch/"
    assert outline(read(staff_client, "/teams/gauges/branch/")) == []
    assert staff_client.get("/teams/nothing-such/branch/").status_code == 404
    Team.objects.filter(slug="coast").update(closed_on=date(2020, 1, 1))
    assert staff_client.get("/teams/coast/branch/").status_code == 404


def test_what_lay_in_a_closed_team_stands_at_the_top(
    staff_client: Client, tree: dict[str, Team]
) -> None:
    Team.objects.filter(slug="coast").update(closed_on=date(2020, 1, 1))
    assert outline(read(staff_client).main) == [
        ("Board", ["Ports"]),
        "Island",
        ("Tides", ["Gauges"]),
    ]


@pytest.mark.parametrize("path", ["", "zzzzzzzz", "00000001"])
def test_a_wrong_path_hides_nobody(staff_client: Client, tree: dict[str, Team], path: str) -> None:
    Team.objects.filter(slug="coast").update(path=path)
    assert outline(read(staff_client, "/teams/?open=tides").main)[0] == (
        "Board", [("Coast", [("Tides", ["Gauges"])]), "Ports"],
    )  # fmt: skip


def test_a_circle_stands_at_the_top_once(staff_client: Client, tree: dict[str, Team]) -> None:
    """By SQL, since `save` refuses it."""
    Team.objects.filter(slug="coast").update(parent=tree["Gauges"])
    for address in ("/teams/", "/teams/?open=gauges", "/people/"):
        assert read(staff_client, address)
    for slug in ("coast", "tides", "gauges"):
        assert read(staff_client, f"/teams/{slug}/").h1
        assert staff_client.get(f"/teams/{slug}/branch/").status_code == 200
    found = [branch.team.name for branch in open_teams().walk()]
    assert sorted(found) == sorted(tree)
    assert [root.team.name for root in open_teams().roots] == ["Board", "Island", "Coast"]


def test_a_forest_holds_every_team_once_whatever_the_parents_say() -> None:
    teams = [Team(pk=n, name=str(n), slug=str(n), parent_id=(n * 7) % 23) for n in range(1, 40)]
    forest = Forest(teams)
    assert sorted(branch.team.pk for branch in forest.walk()) == list(range(1, 40))
    assert all(branch.line[-1] is branch for branch in forest.walk())


def test_it_says_when_there_is_nothing(staff_client: Client) -> None:
    assert "There are no teams here yet" in read(staff_client).main.text


@pytest.mark.parametrize("size", [3, 60])
def test_it_takes_few_queries_whatever_the_size(
    staff_client: Client,
    tree: dict[str, Team],
    django_assert_max_num_queries: Callable[..., Any],
    size: int,
) -> None:
    for n in range(size):
        team = TeamFactory(name=f"T{n}", parent=tree["Board" if n % 2 else "Coast"])
        lead(team)
        PersonFactory()
    for address in ("/teams/", "/teams/?open=gauges", "/teams/coast/branch/"):
        staff_client.get(address)
        with django_assert_max_num_queries(MOST):
            staff_client.get(address)


def test_the_html_checker_finds_nothing(
    staff_client: Client, tree: dict[str, Team], html_errors: HtmlErrors
) -> None:
    lead(tree["Coast"])
    addresses = ("/teams/", "/teams/?open=gauges")
    assert html_errors({one: staff_client.get(one).text for one in addresses}) == []
