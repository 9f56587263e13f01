"""The directory: who is in it, what narrows it, what it costs."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from people.models import Membership, Person, PersonSkill, Team
from tests.conftest import HtmlErrors
from tests.factories.blocks import HOSTILE, ImageFactory
from tests.factories.people import (
    LocationFactory,
    MembershipFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
    member,
)

pytestmark = pytest.mark.django_db
MOST = 12


def read(client: Client, address: str = "/people/") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def names(client: Client, address: str = "/people/") -> list[str]:
    """The names of the people in a list, in their order."""
    return [link.text for link in read(client, address).select(".person__name a")]


def crowd(number: int, **fields: Any) -> list[Person]:
    """Many people at once."""
    people = [
        Person(first_name="Ann", last_name=f"Person {n:04}", slug=f"person-{n}", **fields)
        for n in range(number)
    ]
    for person in people:
        person.normalise()
    return Person.objects.bulk_create(people)


def suggested(client: Client, words: str) -> list[dict[str, str]]:
    return client.get("/people/suggest/", {"q": words}).json()["suggestions"]


# Who is in it.


def test_everybody_who_is_here_is_listed_by_last_name_without_accents(staff_client: Client) -> None:
    for first, last in (("Zoë", "Adeyemi"), ("Liz", "Öz"), ("Tom", "Otter"), ("Ana", "Núñez")):
        PersonFactory(first_name=first, last_name=last)
    PersonFactory(last_name="Gone", has_left=True)
    PersonFactory(last_name="Erased", erased_at=timezone.now())
    assert names(staff_client) == ["Zoë Adeyemi", "Ana Núñez", "Tom Otter", "Liz Öz"]
    assert "4 people work here" in read(staff_client).main.text


def test_a_card_says_what_somebody_does_and_where(staff_client: Client) -> None:
    team = TeamFactory(name="Tides")
    member(team, first_name="Liz", last_name="Öz", job_title="Hydrographer", location=LocationFactory(name="Quay House"))  # fmt: skip
    card = read(staff_client).select_one(".person")
    assert all(words in card.text for words in ("Liz Öz", "Hydrographer", "Tides", "Quay House"))
    assert card.select_one(".avatar")["aria-hidden"] == "true"
    assert card.select_one(".avatar").text == "LÖ"


@pytest.mark.parametrize("page", ["abc", "0", "-1", "9999", "9" * 30, "", "1e3", "２"])
def test_a_page_that_is_none_is_the_nearest_one(staff_client: Client, page: str) -> None:
    crowd(30)
    assert names(staff_client, f"/people/?page={page}")


def test_pages_hold_twenty_four_and_keep_the_filters(staff_client: Client) -> None:
    crowd(30, profession="Law & order")
    address = "/people/?profession=Law+%26+order"
    assert len(names(staff_client, address)) == 24
    onward = read(staff_client, address).find("a", rel="next")["href"]
    assert onward == "?profession=Law+%26+order&page=2"
    assert names(staff_client, f"/people/{onward}") == [f"Ann Person {n:04}" for n in range(24, 30)]


# What narrows it.


@pytest.fixture
def place(db: None) -> dict[str, Any]:
    """Three people who differ in everything."""
    top = TeamFactory(name="Coast")
    below = TeamFactory(name="Tides", parent=top)
    other = TeamFactory(name="Payroll")
    quay, depot = LocationFactory(name="Quay House"), LocationFactory(name="Depot")
    sql, welsh = SkillFactory(name="SQL"), SkillFactory(name="Welsh & Breton")
    liz = member(below, first_name="Elizabeth", preferred_name="Liz", last_name="Núñez", profession="Science", location=quay)  # fmt: skip
    tom = member(top, first_name="Tom", last_name="Otter", profession="Law", location=depot)
    ana = member(other, first_name="Ana", last_name="Quick", profession="Law", location=quay)
    PersonSkill.objects.create(person=liz, skill=sql)
    PersonSkill.objects.create(person=ana, skill=sql)
    PersonSkill.objects.create(person=ana, skill=welsh)
    return {"top": top, "below": below, "other": other, "liz": liz, "tom": tom, "ana": ana}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=nunez", ["Liz Núñez"]),
        ("q=NÚÑ liz", ["Liz Núñez"]),
        ("q=elizabeth", ["Liz Núñez"]),
        ("team=coast", ["Liz Núñez", "Tom Otter"]),
        ("team=tides", ["Liz Núñez"]),
        ("team=nothing-such", []),
        ("location=Quay House", ["Liz Núñez", "Ana Quick"]),
        ("location=9999999999999999999999", []),
        ("profession=Law", ["Tom Otter", "Ana Quick"]),
        ("skill=SQL", ["Liz Núñez", "Ana Quick"]),
        ("skill=Welsh %26 Breton", ["Ana Quick"]),
        ("skill=SQL&profession=Law&location=Quay House&team=payroll&q=ana&letter=q", ["Ana Quick"]),
        ("letter=N", ["Liz Núñez"]),
        ("letter=n", ["Liz Núñez"]),
        ("letter=Z", []),
        ("letter=%23", []),
        ("letter=nonsense", ["Liz Núñez"]),
        ("q=%25", []),
        ("q=" + "x" * 3000, []),
        ("nothing=such", ["Liz Núñez", "Tom Otter", "Ana Quick"]),
    ],
)  # fmt: skip
def test_the_filters_narrow_it(
    staff_client: Client, place: dict[str, Any], query: str, found: list[str]
) -> None:
    assert names(staff_client, f"/people/?{query}") == found


def test_a_team_that_lost_its_path_still_holds_those_below(
    staff_client: Client, place: dict[str, Any]
) -> None:
    Team.objects.update(path="")
    assert names(staff_client, "/people/?team=coast") == ["Liz Núñez", "Tom Otter"]


def test_who_was_in_a_team_is_not_found_there(staff_client: Client, place: dict[str, Any]) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(person=place["liz"]).update(ended_on=yesterday)
    assert names(staff_client, "/people/?team=coast") == ["Tom Otter"]


def test_filters_offer_what_is_in_use_and_teams_in_their_tree(
    staff_client: Client, place: dict[str, Any]
) -> None:
    LocationFactory(name="Empty House")
    SkillFactory(name="Juggling")
    gone = PersonFactory(has_left=True, profession="Bygone", location=LocationFactory(name="Old House"))  # fmt: skip
    PersonSkill.objects.create(person=gone, skill=SkillFactory(name="Morse"))
    TeamFactory(name="Closed", closed_on=date(2020, 1, 1))
    page = read(staff_client)
    offered = {
        select["name"]: [option.text.strip(" ") for option in select.find_all("option")[1:]]
        for select in page.find_all("select")
    }
    assert offered == {
        "team": ["Coast", "\u2003Tides", "Payroll"],
        "location": ["Depot", "Quay House"],
        "profession": ["Law", "Science"],
        "skill": ["SQL", "Welsh & Breton"],
    }


def test_what_is_chosen_stays_chosen_and_can_be_taken_away(
    staff_client: Client, place: dict[str, Any]
) -> None:
    page = read(staff_client, "/people/?q=ana&team=payroll&skill=SQL&letter=Q")
    assert page.find(id="people-q")["value"] == "ana"
    assert page.select_one("#people-team option[selected]")["value"] == "payroll"
    chips = {chip.text.split("Remove ")[1].strip(): chip["href"] for chip in page.select(".chip")}
    assert chips == {
        "“ana”": "?team=payroll&skill=SQL&letter=Q",
        "Payroll": "?q=ana&skill=SQL&letter=Q",
        "SQL": "?q=ana&team=payroll&letter=Q",
        "Names in Q": "?q=ana&team=payroll&skill=SQL",
    }
    assert page.select_one(".chips a:not(.chip)")["href"] == "/people/"


def test_only_letters_with_people_are_links(staff_client: Client, place: dict[str, Any]) -> None:
    PersonFactory(last_name="42")
    PersonFactory(last_name="王")
    letters = read(staff_client, "/people/?q=e").find(class_="letters")
    assert letters.find("a", href="?q=e&letter=N")
    page = read(staff_client).find(class_="letters")
    linked = [link.contents[-1] for link in page.find_all("a")]
    assert linked == ["N", "O", "Q", "王", "#"]
    assert len(page.find_all("li")) == 28
    assert names(staff_client, "/people/?letter=%23")[0].endswith("42")


def test_nothing_found_says_what_may_help(staff_client: Client, place: dict[str, Any]) -> None:
    main = read(staff_client, "/people/?q=zzz").main
    assert "Nobody found" in main.text
    assert main.find("a", href="/search/?q=zzz")
    assert main.find("a", href="/teams/")
    Person.objects.all().delete()
    assert "nobody here yet" in read(staff_client).main.text


def test_what_a_reader_types_is_escaped(staff_client: Client) -> None:
    page = read(staff_client, "/people/?q=<script>alert(1)</script>&team=\"'><b>&letter=<")
    assert not page.main.find(["script", "b"])


# What it suggests.


def test_suggestions_are_few_and_nobody_elses(staff_client: Client) -> None:
    crowd(20)
    member(TeamFactory(name="Tides"), first_name="Liz", last_name="Öz", job_title="Hydrographer")
    response = staff_client.get("/people/suggest/?q=liz")
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "application/json"
    assert suggested(staff_client, "liz") == [
        {"text": "Liz Öz", "detail": "Hydrographer, Tides", "address": "/people/liz-oz/"}
    ]
    assert len(suggested(staff_client, "person")) == 8
    assert suggested(staff_client, "  ") == suggested(staff_client, "") == []


def test_suggestions_cost_one_query(
    staff_client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    crowd(20)
    staff_client.get("/people/suggest/?q=ann")
    with django_assert_max_num_queries(4):  # the session, the person, the epoch, and this
        staff_client.get("/people/suggest/?q=ann")


def test_suggestions_hold_what_a_name_may_be(staff_client: Client) -> None:
    PersonFactory(first_name="Bad", last_name=HOSTILE[:100], job_title=HOSTILE)
    response = staff_client.get("/people/suggest/?q=bad")
    assert json.loads(response.content)["suggestions"][0]["detail"] == HOSTILE
    page = read(staff_client, "/people/?q=bad")
    assert not page.main.find(["script", "img"])


@pytest.mark.parametrize("address", ["/people/", "/people/suggest/", "/people/recent/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_there_to_be_read(staff_client: Client, address: str, method: str) -> None:
    assert getattr(staff_client, method)(address).status_code == 405


# Photos.


def test_a_photo_in_a_closed_collection_is_shown_to_those_who_may_see_it(
    staff_client: Client, admin_client: Client
) -> None:
    PersonFactory(photo=ImageFactory())
    closed = Collection.get_first_root_node().add_child(name="Board")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Board"))
    PersonFactory(photo=ImageFactory(collection=closed))
    assert len(read(staff_client).select("img.avatar")) == 1
    assert len(read(admin_client).select("img.avatar")) == 2


def test_a_photo_whose_file_is_gone_gives_way_to_initials(staff_client: Client) -> None:
    image = ImageFactory()
    PersonFactory(photo=image)
    image.file.storage.delete(image.file.name)
    page = read(staff_client)
    assert not page.select("img.avatar")
    assert page.select("span.avatar")


# What it costs.


@pytest.mark.parametrize(
    "query", ["", "?q=ann", "?team=team&location=House&skill=SQL&letter=P", "?page=2"]
)
def test_it_takes_few_queries_however_many_people_there_are(
    staff_client: Client, django_assert_max_num_queries: Callable[..., Any], query: str
) -> None:
    team, location, sql = TeamFactory(name="Team"), LocationFactory(name="House"), SkillFactory(name="SQL")  # fmt: skip
    for n in range(65):
        TeamFactory(name=f"Sub {n}", parent=team)
    people = crowd(60, location=location)
    for n, person in enumerate(people):
        MembershipFactory(person=person, team=team)
        PersonSkill.objects.create(person=person, skill=sql)
        if n % 2:
            Person.objects.filter(pk=person.pk).update(photo=ImageFactory())
    staff_client.get(f"/people/{query}")
    with django_assert_max_num_queries(MOST - 1):
        staff_client.get(f"/people/{query}")


# New, moved, confirmed.


def test_recent_shows_who_is_new_who_moved_and_who_confirmed(staff_client: Client) -> None:
    today = timezone.localdate()
    lately, before, long_ago = (today - timedelta(days=n) for n in (10, 100, 1000))
    tides, wrecks = TeamFactory(name="Tides"), TeamFactory(name="Wrecks")
    member(tides, since=lately, last_name="Newcomer", start_date=lately)
    member(tides, since=lately, last_name="Mover", start_date=long_ago)
    member(tides, since=before, last_name="Settled", start_date=long_ago, confirmed_on=lately)
    unknown = member(tides, since=lately, last_name="Undated")
    came = member(wrecks, since=lately, last_name="Unrecorded")
    Membership.objects.create(person=came, team=tides, started_on=long_ago, ended_on=lately)
    member(tides, since=lately, last_name="Gone", start_date=long_ago, has_left=True, confirmed_on=lately)  # fmt: skip
    member(tides, last_name="Later", start_date=today + timedelta(days=3))
    page = read(staff_client, "/people/recent/")
    lists = {
        section.h2.text: sorted(link.text.split()[-1] for link in section.select(".person__name a"))
        for section in page.select("section")
    }
    assert lists == {
        "New starters": ["Newcomer"],
        "Moved to another team": ["Mover", "Unrecorded"],
        "Recently confirmed": ["Settled"],
    }
    assert unknown.name not in page.main.text


def test_recent_takes_few_queries(
    staff_client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    today = timezone.localdate()
    team = TeamFactory()
    for n in range(30):
        member(team, since=today, start_date=today - timedelta(days=n * 10), confirmed_on=today)
    staff_client.get("/people/recent/")
    with django_assert_max_num_queries(MOST):
        staff_client.get("/people/recent/")


def test_the_html_checker_finds_nothing(
    staff_client: Client, place: dict[str, Any], html_errors: HtmlErrors
) -> None:
    crowd(30)
    addresses = ("/people/", "/people/?q=ana&team=coast&letter=Q", "/people/?q=zzz", "/people/recent/")  # fmt: skip
    assert html_errors({one: staff_client.get(one).text for one in addresses}) == []
