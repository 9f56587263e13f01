"""The door of feeds, which opens to a key, and the page that gives the addresses."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from accounts import feed_keys
from accounts.models import User
from core.feeds import views
from core.models import PageTopic, Topic
from tests.factories.accounts import UserFactory
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.pages import (
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db

FEEDS = ("news/site.rss", "news/site.atom", "events/site.ics")


@pytest.fixture
def key(staff: User) -> str:
    return feed_keys.renew(staff)


@pytest.fixture
def department(home: Page) -> Page:
    """A department with a story and an event about pay."""
    department = DepartmentPageFactory(title="Harbours", slug="harbours")
    pay = Topic.objects.create(name="Pay", slug="pay")
    news, events = NewsIndexPageFactory(), EventIndexPageFactory()
    for number in range(2):
        story = NewsPageFactory(parent=news, title=f"Story {number}", department=None)
        event = EventPageFactory(parent=events, title=f"Event {number}", department=None)
        if number:
            for page in (story, event):
                page.department = department
                page.save()
                PageTopic.objects.create(content_object=page, tag=pay)
    return department


def fetch(key: str, feed: str, **headers: str) -> Any:
    """What a program without a session is answered."""
    return Client().get(f"/feeds/{key}/{feed}", headers=headers)


def titles(answer: Any) -> set[str]:
    assert answer.status_code == 200
    return set(re.findall(r"\b(?:Story|Event) \d", answer.content.decode()))


@pytest.mark.parametrize("feed", FEEDS)
def test_a_key_opens_feeds_without_a_session(feed: str, key: str, department: Page) -> None:
    answer = fetch(key, feed)
    assert len(titles(answer)) == 2
    assert not answer.cookies
    assert not Session.objects.exists()
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_there_is_a_feed_for_a_department_and_for_a_topic(key: str, department: Page) -> None:
    topic = Topic.objects.get()
    for place in (f"department-{department.pk}", f"topic-{topic.pk}"):
        assert titles(fetch(key, f"news/{place}.rss")) == {"Story 1"}
        assert titles(fetch(key, f"news/{place}.atom")) == {"Story 1"}
        assert titles(fetch(key, f"events/{place}.ics")) == {"Event 1"}


def test_whatever_is_wrong_is_answered_alike(key: str, staff: User, department: Page) -> None:
    closed = DepartmentPageFactory(title="Closed")
    restrict(closed, Group.objects.create(name="Insiders"))
    hidden = Topic.objects.create(name="Merger", slug="merger")
    page = NewsPageFactory()
    restrict(page, Group.objects.get(name="Insiders"))
    PageTopic.objects.create(content_object=page, tag=hidden)
    old, key = key, feed_keys.renew(staff)
    gone = UserFactory()
    gone_key = feed_keys.renew(gone)
    gone.is_active = False
    gone.save()
    answers = [
        fetch("nobody", "news/site.rss"),
        fetch(old, "news/site.rss"),
        fetch(gone_key, "news/site.rss"),
        *(
            fetch(key, feed)
            for feed in (
                "news/site.ics",
                "news/site.html",
                "events/site.rss",
                "nothing/site.rss",
                "news/nowhere.rss",
                "news/department-0.rss",
                "news/department-99999999999999999999999999.rss",
                "news/department--1.rss",
                "news/department-.rss",
                f"news/department-{page.pk}.rss",
                f"news/department-{closed.pk}.rss",
                f"news/topic-{hidden.pk}.rss",
                f"news/site-{closed.pk}.rss",
            )
        ),
    ]
    said = {
        (each.status_code, each.content, tuple(sorted(each.headers.items()))) for each in answers
    }
    assert len(said) == 1
    assert answers[0].status_code == 404


def test_a_key_reads_with_its_persons_rights_of_the_moment(
    key: str, staff: User, department: Page
) -> None:
    insiders = Group.objects.create(name="Insiders")
    secret = NewsPageFactory(title="Story 7")
    restrict(secret, insiders)
    assert "Story 7" not in titles(fetch(key, "news/site.rss"))
    staff.groups.add(insiders)
    assert "Story 7" in titles(fetch(key, "news/site.rss"))
    staff.groups.clear()
    assert "Story 7" not in titles(fetch(key, "news/site.rss"))


def test_the_key_decides_and_not_who_is_signed_in(
    key: str, department: Page, admin_client: Client
) -> None:
    secret = NewsPageFactory(title="Story 7")
    restrict(secret, Group.objects.create(name="Insiders"))
    assert "Story 7" not in titles(admin_client.get(f"/feeds/{key}/news/site.rss"))
    assert admin_client.get("/feeds/nobody/news/site.rss").status_code == 404


def test_a_key_opens_nothing_but_feeds(key: str, department: Page) -> None:
    for address in ("/", "/feeds/", f"/feeds/{key}/", f"/feeds/{key}/news/", f"/?key={key}"):
        assert Client().get(address).status_code == 302


@pytest.mark.parametrize("feed", FEEDS)
def test_what_has_not_changed_is_not_sent_again(feed: str, key: str, department: Page) -> None:
    etag = fetch(key, feed)["ETag"]
    again = fetch(key, feed, **{"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert fetch("nobody", feed, **{"if-none-match": etag}).status_code == 404
    NewsPageFactory(title="Story 8")
    EventPageFactory(title="Event 8")
    assert fetch(key, feed, **{"if-none-match": etag}).status_code == 200


def test_two_people_who_read_the_same_have_the_same_feed_and_no_more_is_told(
    key: str, department: Page
) -> None:
    """An ETag is of what somebody may read, so it tells nothing of what they may not."""
    before = fetch(key, "news/site.rss")["ETag"]
    secret = NewsPageFactory(title="Story 7")
    restrict(secret, Group.objects.create(name="Insiders"))
    assert fetch(key, "news/site.rss")["ETag"] == before


def test_only_reading_is_answered(key: str) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)(f"/feeds/{key}/news/site.rss").status_code == 405


def test_asking_too_often_is_refused_for_a_while(
    key: str, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST", 2)
    statuses = [fetch(key, "news/site.rss").status_code for _n in range(3)]
    assert statuses == [200, 200, 429]
    assert fetch(feed_keys.renew(UserFactory()), "news/site.rss").status_code == 200
    cache.delete(f"feeds:{staff.pk}")
    assert fetch(key, "news/site.rss").status_code == 200


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_takes_as_many_queries_however_much_there_is(
    feed: str, key: str, department: Page, django_assert_max_num_queries: Any
) -> None:
    fetch(key, feed)
    with django_assert_max_num_queries(10) as few:
        fetch(key, feed)
    for number in range(10):
        NewsPageFactory(title=f"More {number}", department=department)
        EventPageFactory(title=f"More {number}", department=department)
    with django_assert_max_num_queries(10) as more:
        fetch(key, feed)
    assert len(few) == len(more)


def test_a_feed_holds_no_key(key: str, department: Page) -> None:
    for feed in FEEDS:
        assert key not in fetch(key, feed).content.decode()


def addresses(page: Any) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", page.content.decode())


def test_the_page_makes_addresses_when_they_are_asked_for_and_not_before(
    staff: User, staff_client: Client
) -> None:
    page = staff_client.get("/feeds/")
    assert addresses(page) == []
    assert feed_keys.key_of(staff) == ""
    assert page["Cache-Control"] == "private, no-store"
    # Without a referrer browsers send no origin, and the form is refused.
    assert page["Referrer-Policy"] == "same-origin"
    page = staff_client.post("/feeds/renew/", follow=True)
    found = addresses(page)
    assert [urlsplit(each).path.rpartition("/")[2] for each in found] == [
        "site.rss",
        "site.atom",
        "site.ics",
    ]
    assert [Client().get(urlsplit(each).path).status_code for each in found] == [200, 200, 200]


def test_renewing_on_the_page_ends_the_old_addresses(
    staff_client: Client, key: str, department: Page
) -> None:
    place = f"department-{department.pk}"
    old = addresses(staff_client.get(f"/feeds/?of={place}"))
    page = staff_client.post("/feeds/renew/", {"of": place}, follow=True)
    new = addresses(page)
    assert "Addresses for Harbours" in page.content.decode()
    assert "have stopped working" in page.content.decode()
    assert [Client().get(urlsplit(each).path).status_code for each in old] == [404, 404, 404]
    assert [Client().get(urlsplit(each).path).status_code for each in new] == [200, 200, 200]


def test_renewing_needs_a_form_of_the_site(staff: User, key: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.get("/feeds/renew/").status_code == 405
    assert client.post("/feeds/renew/").status_code == 403
    assert feed_keys.key_of(staff) == key


def test_the_page_offers_only_what_its_reader_may_see(
    staff_client: Client, department: Page
) -> None:
    closed = DepartmentPageFactory(title="Closed shop")
    restrict(closed, Group.objects.create(name="Insiders"))
    NewsPageFactory(department=closed)
    page = staff_client.get(f"/feeds/?of=department-{closed.pk}").content.decode()
    assert "Harbours" in page
    assert "Closed shop" not in page
    assert "Addresses for the whole site" in page


@pytest.mark.parametrize(
    "of", ["", "abc", "department-", "topic-0", "department-1e9", "topic-٣", "site-1"]
)
def test_a_place_that_is_none_is_the_whole_site(of: str, staff_client: Client) -> None:
    page = staff_client.get("/feeds/", {"of": of})
    assert page.status_code == 200
    assert "Addresses for the whole site" in page.content.decode()


def test_the_page_stays_within_its_queries(
    staff_client: Client, key: str, department: Page, django_assert_max_num_queries: Any
) -> None:
    staff_client.get("/feeds/")
    with django_assert_max_num_queries(15):
        staff_client.get("/feeds/")
