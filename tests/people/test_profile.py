"""A person's page: what it shows, to whom, and what it costs."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import User
from core import registry
from news.models import StoryAuthor
from people.enums import PhoneAudience
from people.managers import chain_above
from people.models import (
    FormerPersonAddress,
    Membership,
    Person,
    PersonLanguage,
    PersonSkill,
)
from tests.conftest import HtmlErrors
from tests.factories.blocks import HOSTILE, ImageFactory
from tests.factories.pages import ContentPageFactory, NewsPageFactory
from tests.factories.people import (
    LanguageFactory,
    LocationFactory,
    MembershipFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
    lead,
    member,
)

pytestmark = pytest.mark.django_db
MOST = 13
PRIVATE = "07700 900123"


def read(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def section(page: BeautifulSoup, heading: str) -> Any:
    """The part of a page below a heading, or None."""
    found = page.find("h2", string=heading)
    return found.parent if found else None


def names(part: Any) -> list[str]:
    return [link.text for link in part.select(".person__name a")]


def many_reports(person: Person, number: int) -> None:
    people = [
        Person(
            last_name=f"Report {n:04}", slug=f"report-{n}", manager=person, email=f"r{n}@x.example"
        )
        for n in range(number)
    ]
    for each in people:
        each.normalise()
    Person.objects.bulk_create(people)


@pytest.fixture
def liz(db: None) -> Person:
    """Somebody who has filled in everything."""
    chief = PersonFactory(first_name="Rowena", last_name="Chief", job_title="Chief")
    boss = PersonFactory(first_name="Tom", last_name="Boss", manager=chief)
    person = lead(
        TeamFactory(name="Tides"),
        first_name="Elizabeth",
        preferred_name="Liz",
        last_name="Núñez",
        pronunciation="NOON-yez",
        pronouns="she/her",
        email="liz@example.org",
        phone="020 7946 0012",
        mobile=PRIVATE,
        mobile_audience=PhoneAudience.TEAM,
        job_title="Hydrographer",
        grade="Grade 7",
        profession="Science",
        manager=boss,
        location=LocationFactory(name="Quay House", address="1 Quay\nBrackwater", directions="Floor 3"),
        monday="office",
        friday="off",
        hours="9 to 3",
        about="Ask me about tides.\n\nAnd surges.",
        start_date=date(2017, 3, 6),
        confirmed_on=date(2026, 10, 12),
    )  # fmt: skip
    MembershipFactory(person=person, team=TeamFactory(name="First aid"), is_primary=False, title="First aider")  # fmt: skip
    PersonSkill.objects.create(person=person, skill=SkillFactory(name="SQL"), level="teach")
    PersonLanguage.objects.create(person=person, language=LanguageFactory(name="Welsh"), level="first")  # fmt: skip
    PersonFactory(first_name="Ann", last_name="Report", manager=person)
    return person


# What it shows.


def test_it_shows_all_that_is_known(staff_client: Client, liz: Person) -> None:
    page = read(staff_client, "/people/liz-nunez/")
    assert page.h1.text == "Liz Núñez"
    for words in (
        "NOON-yez", "she/her", "Hydrographer", "Grade 7", "Science", "Quay House", "Brackwater", "Floor 3",
        "9 to 3", "6 March 2017", "12 October 2026", "First aider",
    ):  # fmt: skip
        assert words in page.main.text, words
    assert page.find("a", href="mailto:liz@example.org")
    assert page.find("a", href="tel:02079460012")
    assert page.find("a", href="/people/liz-nunez/card.vcf")
    assert page.find("a", href="/teams/tides/")
    week = section(page, "Where and when").find("dl")
    assert [day.text for day in week.find_all("dt")] == ["Monday", "Friday"]
    assert [where.text for where in week.find_all("dd")] == ["In the office", "Not working"]
    assert names(section(page, "Reports to")) == ["Tom Boss", "Rowena Chief"]
    assert names(section(page, "Manages 1 person")) == ["Ann Report"]
    assert "Can teach it" in section(page, "Skills and languages").text
    assert "First language" in section(page, "Skills and languages").text
    assert len(section(page, "About").find_all("p")) == 2


def test_it_stands_with_nothing_but_a_name(staff_client: Client, html_errors: HtmlErrors) -> None:
    PersonFactory(first_name="", last_name="Sukarno", email=None, job_title="")
    page = read(staff_client, "/people/sukarno/")
    assert "has not written anything" in page.main.text
    for heading in ("Reports to", "Skills and languages", "Where and when", "Also in"):
        assert section(page, heading) is None
    assert "mailto:" not in str(page)
    assert html_errors(str(page)) == []


def test_what_is_written_in_it_is_escaped(staff_client: Client, liz: Person) -> None:
    Person.objects.filter(pk=liz.pk).update(about=HOSTILE, hours=HOSTILE[:100], pronunciation=HOSTILE[:100])  # fmt: skip
    page = read(staff_client, "/people/liz-nunez/")
    assert not page.main.find(["script", "img"])


def test_the_html_checker_finds_nothing(
    staff_client: Client, liz: Person, html_errors: HtmlErrors
) -> None:
    Person.objects.filter(pk=liz.pk).update(photo=ImageFactory())
    many_reports(liz, 60)
    left = PersonFactory(last_name="Leaver", has_left=True, successor=liz)
    addresses = ("/people/liz-nunez/", "/people/liz-nunez/?reports=2", left.get_absolute_url())
    assert html_errors({one: staff_client.get(one).text for one in addresses}) == []


def test_a_preview_shows_what_is_written(liz: Person, admin: User) -> None:
    request = RequestFactory().get("/")
    request.user = admin
    html = render_to_string("people/person.html", {"object": liz, "request": request}, request)
    assert "Ask me about tides" in html


# The line of managers, and the reports.


def test_a_manager_who_has_left_is_passed_over(staff_client: Client, liz: Person) -> None:
    Person.objects.filter(last_name="Boss").update(left_on=timezone.localdate() - timedelta(days=9))
    assert names(section(read(staff_client, "/people/liz-nunez/"), "Reports to")) == [
        "Rowena Chief"
    ]


def test_a_circle_of_managers_made_behind_our_back_ends(staff_client: Client, liz: Person) -> None:
    Person.objects.filter(last_name="Chief").update(manager=liz)
    page = read(staff_client, "/people/liz-nunez/")
    assert names(section(page, "Reports to")) == ["Tom Boss", "Rowena Chief"]
    assert len(chain_above(liz.pk)) == 2


def test_many_reports_come_in_pages_and_are_counted_exactly(staff_client: Client) -> None:
    boss = PersonFactory(last_name="Boss", first_name="")
    many_reports(boss, 60)
    Person.objects.filter(slug="report-7").update(left_on=timezone.localdate() - timedelta(days=1))
    first = section(read(staff_client, "/people/boss/"), "Manages 59 people")
    assert len(names(first)) == 24
    assert first.find("a", rel="next")["href"] == "?reports=2#reports"
    last = section(read(staff_client, "/people/boss/?reports=3"), "Manages 59 people")
    assert len(names(last)) == 11
    for odd in ("abc", "0", "-1", "99", "9" * 40):
        assert len(names(section(read(staff_client, f"/people/boss/?reports={odd}"), "Manages 59 people"))) == 24  # fmt: skip


# Phone numbers.


def grant(user: User, codename: str) -> None:
    user.user_permissions.add(Permission.objects.get(codename=codename))


def nobody(user: User, liz: Person) -> None:
    """A member of staff without a profile."""


def elsewhere(user: User, liz: Person) -> None:
    member(TeamFactory(), user=user)


def oneself(user: User, liz: Person) -> None:
    Person.objects.filter(pk=liz.pk).update(user=user)


def their_manager(user: User, liz: Person) -> None:
    Person.objects.filter(pk=liz.manager_id).update(user=user)


def a_team_mate(user: User, liz: Person) -> None:
    member(liz.memberships.get(is_primary=True).team, user=user)


def once_a_team_mate(user: User, liz: Person) -> None:
    a_team_mate(user, liz)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(person__user=user).update(ended_on=yesterday, is_primary=False)


def a_people_admin(user: User, liz: Person) -> None:
    grant(user, "change_person")


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        (nobody, False, False),
        (elsewhere, False, False),
        (oneself, True, True),
        (their_manager, True, True),
        (a_team_mate, True, False),
        (once_a_team_mate, False, False),
        (a_people_admin, True, True),
    ],
)
def test_a_number_for_the_team_is_shown_to_the_team(
    staff_client: Client,
    staff: User,
    liz: Person,
    who: Callable[[User, Person], None],
    sees: bool,
    edits: bool,
) -> None:
    who(staff, liz)
    response = staff_client.get("/people/liz-nunez/")
    page = BeautifulSoup(response.content, "html.parser")
    assert (PRIVATE in page.text) is sees
    assert bool(response.context["profile"].hats) is edits
    assert (PRIVATE in staff_client.get("/people/liz-nunez/card.vcf").text) is sees
    assert ("tel:07700900123" in str(page)) is sees
    assert (PRIVATE in staff_client.get("/people/?q=07700").text) is False


# Who has left.


def test_who_has_left_is_said_to_have_and_who_took_over(staff_client: Client, liz: Person) -> None:
    day = timezone.localdate() - timedelta(days=20)
    Person.objects.filter(pk=liz.pk).update(left_on=day, successor=liz.manager_id)
    page = read(staff_client, "/people/liz-nunez/")
    banner = page.select_one(".banner")
    assert "Liz Núñez has left" in banner.h2.text
    assert banner.find("a", href="/people/tom-boss/")
    assert banner.time["datetime"] == day.isoformat()
    for closed in ("liz@example.org", "7946", PRIVATE, "Quay House", "Monday", "Ann Report", "card.vcf"):  # fmt: skip
        assert closed not in str(page), closed
    assert section(page, "Manages 1 person") is None
    assert staff_client.get("/people/liz-nunez/card.vcf").status_code == 404


def test_a_successor_who_has_left_too_is_not_named(staff_client: Client, liz: Person) -> None:
    gone = PersonFactory(last_name="Gone", has_left=True)
    Person.objects.filter(pk=liz.pk).update(left_on=timezone.localdate() - timedelta(days=2), successor=gone)  # fmt: skip
    assert gone.name not in read(staff_client, "/people/liz-nunez/").main.text


@pytest.mark.parametrize(
    ("days", "status"), [(-5, 200), (0, 200), (1, 200), (90, 200), (91, 404), (4000, 404)]
)
def test_their_page_is_kept_for_ninety_days(
    staff_client: Client, liz: Person, days: int, status: int
) -> None:
    Person.objects.filter(pk=liz.pk).update(left_on=timezone.localdate() - timedelta(days=days))
    assert staff_client.get("/people/liz-nunez/").status_code == status


def test_who_is_erased_is_nowhere(staff_client: Client, admin_client: Client, liz: Person) -> None:
    Person.objects.filter(pk=liz.pk).update(erased_at=timezone.now())
    for client in (staff_client, admin_client):
        for address in ("/people/liz-nunez/", "/people/liz-nunez/card.vcf"):
            assert client.get(address).status_code == 404


# Addresses.


def test_a_former_address_leads_on_for_those_who_may_read(
    staff_client: Client, liz: Person
) -> None:
    FormerPersonAddress.objects.create(slug="liz-smith", person=liz)
    response = staff_client.get("/people/liz-smith/")
    assert (response.status_code, response["Location"]) == (301, "/people/liz-nunez/")
    card = staff_client.get("/people/liz-smith/card.vcf")
    assert (card.status_code, card["Location"]) == (301, "/people/liz-nunez/card.vcf")
    Person.objects.filter(pk=liz.pk).update(erased_at=timezone.now())
    assert staff_client.get("/people/liz-smith/").status_code == 404
    assert staff_client.get("/people/nobody-such/").status_code == 404


# Panels of others.


@pytest.fixture
def panel() -> Iterator[None]:
    def build(request: HttpRequest, person: Any) -> registry.Panel | None:
        if person.last_name != "Núñez":
            return None
        return registry.Panel("Stories", "policies/department_panel.html", {"policies": []})

    registry.profile_panels.add("test", build)
    yield
    registry.profile_panels._items.pop("test")


def test_other_apps_show_what_they_know(staff_client: Client, liz: Person, panel: None) -> None:
    assert section(read(staff_client, "/people/liz-nunez/"), "Stories")
    assert section(read(staff_client, "/people/tom-boss/"), "Stories") is None


# What it costs.


@pytest.mark.parametrize("size", [1, 60, 300])
def test_it_takes_few_queries_whatever_the_size(
    staff_client: Client,
    staff: User,
    liz: Person,
    django_assert_max_num_queries: Callable[..., Any],
    size: int,
) -> None:
    elsewhere(staff, liz)
    many_reports(liz, size)
    above = liz.manager
    for n in range(20):
        higher = PersonFactory(photo=ImageFactory() if n % 2 else None)
        Person.objects.filter(pk=above.pk).update(manager=higher)
        above = higher
    Person.objects.filter(pk=liz.pk).update(photo=ImageFactory())
    for _n in range(10):
        PersonSkill.objects.create(person=liz, skill=SkillFactory())
        MembershipFactory(person=liz, team=TeamFactory(), is_primary=False)
    ContentPageFactory(content_owner=liz)
    story = NewsPageFactory()
    story.story_authors = [StoryAuthor(person=liz)]
    story.save()
    staff_client.get("/people/liz-nunez/")
    with django_assert_max_num_queries(MOST):
        staff_client.get("/people/liz-nunez/")
    # A page of reports that is not there leads to the first, which is asked for once more.
    with django_assert_max_num_queries(MOST + (size == 1)):
        staff_client.get("/people/liz-nunez/?reports=2")
