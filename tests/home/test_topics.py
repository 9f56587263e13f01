"""Topics: all of them, and everything on one, as far as the reader may see it."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import PageTopic, Topic
from core.reserved import is_reserved
from home.topics import kinds
from tests.factories.events import EventPageFactory
from tests.factories.pages import (
    ContentPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db
MOST = 15


def about(topic: Topic, *pages: Any) -> None:
    for page in pages:
        PageTopic.objects.create(tag=topic, content_object=page)


@pytest.fixture
def travel(home: Any) -> Topic:
    return Topic.objects.create(name="Travel", slug="travel")


def main(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def test_topics_stand_by_letter_with_their_numbers(travel: Topic, staff_client: Client) -> None:
    eclairs = Topic.objects.create(name="Éclairs", slug="eclairs")
    numbers = Topic.objects.create(name="5G", slug="5g")
    Topic.objects.create(name="Unused", slug="unused")
    story = NewsPageFactory()
    about(travel, story, PolicyPageFactory())
    about(eclairs, story)
    about(numbers, story)
    page = main(staff_client, "/topics/")
    assert [h2.get_text() for h2 in page.find_all("h2")] == ["0–9", "E", "T"]
    lines = [li.get_text(" ", strip=True) for li in page.select(".topic-list li")]
    assert lines == ["5G 1 page", "Éclairs 1 page", "Travel 2 pages"]


def test_a_topics_page_groups_what_is_on_it_by_kind(travel: Topic, staff_client: Client) -> None:
    pages = (NewsPageFactory(), PolicyPageFactory(), EventPageFactory(), ContentPageFactory())
    about(travel, *pages)
    page = main(staff_client, "/topics/travel/")
    assert page.h1.get_text() == "Travel"
    assert "4 pages about it" in page.get_text()
    assert [h2.get_text() for h2 in page.find_all("h2")] == ["News", "Events", "Pages", "Policies"]
    links = {a["href"] for a in page.find_all("a")}
    assert {each.get_url() for each in pages} <= links


class TestClosed:
    """What is closed is neither shown nor counted."""

    @pytest.fixture(params=[NewsPageFactory, ContentPageFactory])
    def make(self, request: Any) -> Any:
        return request.param

    @pytest.fixture(params=["restricted", "unpublished", "expired", "draft"])
    def hidden(self, request: Any, travel: Topic, make: Any) -> Any:
        page = make(title="Canary", live=request.param not in {"unpublished", "draft"})
        if request.param == "restricted":
            restrict(page, Group.objects.create(name="Keepers"))
        if request.param == "expired":
            page.expire_at = timezone.now() - timedelta(minutes=1)
            page.save()
        about(travel, page)
        return page

    def test_a_topic_with_nothing_open_does_not_exist(
        self, hidden: Any, staff_client: Client
    ) -> None:
        assert "Travel" not in main(staff_client, "/topics/").get_text()
        closed, nothing = staff_client.get("/topics/travel/"), staff_client.get("/topics/nothing/")
        assert closed.status_code == nothing.status_code == 404

    def test_the_open_ones_alone_count(
        self, hidden: Any, make: Any, travel: Topic, staff_client: Client
    ) -> None:
        about(travel, make())
        assert "Travel 1 page" in main(staff_client, "/topics/").get_text(" ", strip=True)
        for address in ("/topics/travel/", f"/topics/travel/?kind={hidden.kind}"):
            said = main(staff_client, address).get_text(" ", strip=True)
            assert "1 page about it" in said
            assert "Canary" not in said

    def test_who_may_see_it_does(self, travel: Topic, make: Any, admin_client: Client) -> None:
        page = make(title="Canary")
        restrict(page, Group.objects.create(name="Keepers"))
        about(travel, page)
        assert "Canary" in main(admin_client, "/topics/travel/").get_text()


@pytest.mark.parametrize(
    "address",
    [
        "/topics/nothing/",
        "/topics/%F0%9F%90%9F/",
        "/topics/a%20b/",
        "/topics/" + "a" * 900 + "/",
        "/topics/../",
    ],
)
def test_what_is_no_topic_is_not_found(address: str, travel: Topic, staff_client: Client) -> None:
    assert staff_client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=-1", "page=0", "page=99999999999999999999", "kind=", "kind=nothing", "kind=news&page=x",
     "kind[]=news", "page=1&page=2", "utm=1&x=%27%22%3C", "kind=policy&page=1e9"],
)  # fmt: skip
def test_no_query_breaks_a_page(query: str, travel: Topic, staff_client: Client) -> None:
    about(travel, NewsPageFactory())
    for address in ("/topics/", "/topics/travel/"):
        assert staff_client.get(f"{address}?{query}").status_code == 200


def test_whoever_writes_a_page_of_these_kinds_can_give_it_topics() -> None:
    assert kinds().keys() == {"news", "event", "page", "policy"}
    for model in kinds().values():
        assert "topics" in model.get_edit_handler().get_form_class().base_fields, model


def test_a_kind_alone_is_paged(travel: Topic, staff_client: Client) -> None:
    parent = NewsPageFactory().get_parent()
    about(travel, *(NewsPageFactory(parent=parent) for _n in range(22)))
    first = main(staff_client, "/topics/travel/")
    assert len(first.select("article")) == 6
    assert first.select_one(".onward a")["href"] == "?kind=news"
    second = main(staff_client, "/topics/travel/?kind=news&page=2")
    assert len(second.select("article")) == 2
    assert "Page 2 of 2" in second.get_text()


@pytest.mark.parametrize(
    "make", [NewsPageFactory, EventPageFactory, ContentPageFactory, PolicyPageFactory]
)
def test_a_page_leads_to_its_topics(make: Any, travel: Topic, staff_client: Client) -> None:
    odd = Topic.objects.create(name="魚", slug="魚")
    page = make()
    about(travel, page)
    about(odd, page)
    links = main(staff_client, page.get_url()).select(".topics a")
    assert [link.get_text() for link in links] == ["Travel", "魚"]
    for link in links:
        assert main(staff_client, link["href"]).h1.get_text() == link.get_text()


@pytest.mark.parametrize("make", [NewsPageFactory, ContentPageFactory])
def test_a_topic_can_be_followed_from_its_page(
    make: Any, travel: Topic, staff_client: Client
) -> None:
    about(travel, make())
    form = main(staff_client, "/topics/travel/").select_one("form.follow")
    assert form["action"].endswith(f"/topic/{travel.pk}/")


def test_their_addresses_are_nobody_elses() -> None:
    assert is_reserved("topics")
    assert is_reserved("my-links")


def test_a_stranger_is_asked_to_sign_in(client: Client, travel: Topic) -> None:
    about(travel, NewsPageFactory())
    for address in ("/topics/", "/topics/travel/", "/topics/nothing/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_a_topics_page_reads_no_texts(travel: Topic, staff_client: Client) -> None:
    about(travel, NewsPageFactory(), EventPageFactory(), ContentPageFactory(), PolicyPageFactory())
    with CaptureQueriesContext(connection) as queries:
        staff_client.get("/topics/travel/")
    assert not [query["sql"] for query in queries if '"body"' in query["sql"]]


def test_both_pages_keep_to_their_queries_however_much_there_is(
    travel: Topic, staff_client: Client
) -> None:
    def fill(number: int) -> None:
        story, policy, event = NewsPageFactory(), PolicyPageFactory(), EventPageFactory()
        section = ContentPageFactory()
        for _n in range(number):
            made = (
                NewsPageFactory(parent=story.get_parent()),
                PolicyPageFactory(parent=policy.get_parent()),
                EventPageFactory(parent=event.get_parent()),
                ContentPageFactory(parent=section),
            )
            about(travel, *made)
            about(Topic.objects.create(name=f"T{travel.pk}{Topic.objects.count()}"), made[0])

    def counted(address: str) -> int:
        staff_client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(address).status_code == 200
        return len(queries)

    addresses = (
        "/topics/",
        "/topics/travel/",
        "/topics/travel/?kind=news",
        "/topics/travel/?kind=event",
        "/topics/travel/?kind=page",
    )
    fill(3)
    few = [counted(address) for address in addresses]
    fill(8)
    assert [counted(address) for address in addresses] == few
    assert max(few) <= MOST, few
