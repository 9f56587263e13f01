"""The home page as a reader gets it: always right though kept, quick, small, and from nowhere else."""

import gzip
import socket
import statistics
import time
from datetime import timedelta
from typing import Any

import factory
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail_factories import ImageFactory

from core import registry
from core.models import Image
from core.registry import ToDo
from home.models import HomePage, MyLink
from news.models import PinnedStory
from tests.factories.accounts import UserFactory
from tests.factories.events import EventPageFactory
from tests.factories.home import EVERYTHING, cards, dress, section, words
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
    text,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES, MOST_HTML, MOST_CPU = 15, 12_000, 15


class PictureFactory(ImageFactory):
    """One of our images, as large as a camera's."""

    file = factory.django.ImageField(width=1600, height=1000)

    class Meta:
        model = Image


def titles(client: Client) -> list[str]:
    """The stories, in order."""
    page = BeautifulSoup(client.get("/").content, "html.parser")
    return [h3.get_text(strip=True) for h3 in page.select(".part--news .story__title")]


@pytest.fixture
def news(home: HomePage) -> Any:
    """A news list, and a home page that shows it."""
    dress(home, section("news", number=4), section("events"), section("departments"))
    return NewsIndexPageFactory(title="News", slug="news")


class TestKept:
    """Parts are kept for those who see the same, and are never wrong for anybody."""

    def test_a_story_is_there_as_soon_as_it_is_published(
        self, news: Any, staff_client: Client
    ) -> None:
        NewsPageFactory(parent=news, title="First")
        assert titles(staff_client) == ["First"]
        draft = NewsPageFactory(parent=news, title="Second", live=False)
        assert titles(staff_client) == ["First"]
        draft.save_revision().publish()
        assert titles(staff_client) == ["Second", "First"]

    def test_what_closes_is_gone_at_once(
        self, news: Any, staff_client: Client, admin_client: Client
    ) -> None:
        story = NewsPageFactory(parent=news, title="Story")
        event = EventPageFactory(title="Regatta")
        department = DepartmentPageFactory(title="Harbour")
        assert titles(staff_client) == ["Story"]
        for page in (story, event.get_parent(), department):
            restrict(page, Group.objects.create(name=page.title))
        said = staff_client.get("/").content.decode()
        assert not [word for word in ("Story", "Regatta", "Harbour") if word in said]
        assert titles(admin_client) == ["Story"]

    def test_nobody_is_shown_what_was_drawn_for_others(
        self, news: Any, staff_client: Client
    ) -> None:
        story = NewsPageFactory(parent=news, title="For keepers")
        keepers = Group.objects.create(name="Keepers")
        restrict(story, keepers)
        keeper = UserFactory()
        keeper.groups.add(keepers)
        client = Client()
        client.force_login(keeper)
        for _n in range(2):
            assert titles(client) == ["For keepers"]
            assert titles(staff_client) == []
        keeper.groups.clear()
        assert titles(client) == []

    def test_what_expires_is_gone_in_that_second(self, news: Any, staff_client: Client) -> None:
        now = timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            NewsPageFactory(parent=news, title="Short", expire_at=now + timedelta(seconds=20))
            assert titles(staff_client) == ["Short"]
            clock.shift(timedelta(seconds=21))
            assert titles(staff_client) == []

    def test_what_is_pinned_leads_at_once_and_stops_at_once(
        self, news: Any, staff_client: Client
    ) -> None:
        old = NewsPageFactory(parent=news, title="Old")
        NewsPageFactory(parent=news, title="New")
        assert titles(staff_client) == ["New", "Old"]
        pin = PinnedStory.objects.create(story=old, is_lead=True)
        assert titles(staff_client) == ["Old", "New"]
        pin.delete()
        assert titles(staff_client) == ["New", "Old"]

    def test_a_story_that_changes_department_is_right_at_once(
        self, news: Any, staff_client: Client
    ) -> None:
        harbour = DepartmentPageFactory(title="Harbour")
        NewsPageFactory(parent=news, title="Story", department=harbour)
        assert "Harbour" in staff_client.get("/").content.decode()
        harbour.title = "Quayside"
        harbour.save_revision().publish()
        said = staff_client.get("/").content.decode()
        assert "Quayside" in said
        assert "Harbour" not in said


class TestTentativePins:
    """The news desk sees the home page as it would be."""

    def _draw(self, user: Any, pins: list[int]) -> list[str]:
        request = RequestFactory().get("/admin/news/")
        request.user, request.session = user, {}
        (draw,) = registry.front_preview
        response = draw(request, pins)
        page = BeautifulSoup(response.rendered_content, "html.parser")
        return [h3.get_text(strip=True) for h3 in page.select(".part--news .story__title")]

    def test_stories_stand_as_they_would(self, news: Any, admin: Any, staff_client: Client) -> None:
        first, second, third = (NewsPageFactory(parent=news, title=name) for name in "abc")
        PinnedStory.objects.create(story=second, is_lead=True)
        assert titles(staff_client) == ["b", "c", "a"]
        assert self._draw(admin, [first.pk, third.pk]) == ["a", "c", "b"]
        assert self._draw(admin, []) == ["c", "b", "a"]
        assert self._draw(admin, [first.pk, first.pk, 0, 999_999]) == ["a", "c", "b"]
        assert titles(staff_client) == ["b", "c", "a"]

    def test_what_the_editor_may_not_see_does_not_stand_there(self, news: Any) -> None:
        closed = NewsPageFactory(parent=news, title="Closed")
        restrict(closed, Group.objects.create(name="Keepers"))
        assert self._draw(UserFactory(), [closed.pk]) == []


@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=-1", "topic=%27", "x[]=1", "number=99999999999999", "sections=1", "edit=1", "q=" + "a" * 5000,
     "mode=x&in_preview_panel=1", "tentative_pins=1", "utm=%F0%9F%90%9F&utm=2"],
)  # fmt: skip
def test_no_query_breaks_it(query: str, news: Any, staff_client: Client) -> None:
    assert staff_client.get(f"/?{query}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_takes_no_other_method_amiss(method: str, news: Any, staff_client: Client) -> None:
    assert getattr(staff_client, method)("/").status_code in {200, 405}


class TestPlenty:
    """With everything on it."""

    @pytest.fixture
    def plenty(self, home: HomePage, staff: Any) -> Any:
        registry.to_do.add("test", lambda _request: [ToDo(f"Look at {n}.", "/") for n in range(9)])
        news = NewsIndexPageFactory(title="News", slug="news", show_in_menus=True)
        self.grow(home, staff, news)
        yield lambda: self.grow(home, staff, news)
        registry.to_do._items.pop("test")

    def grow(self, home: HomePage, staff: Any, news: Any) -> None:
        lists = EventPageFactory().get_parent()
        departments = [DepartmentPageFactory(show_in_menus=True) for _n in range(3)]
        for n in range(8):
            NewsPageFactory(parent=news, department=departments[n % 3], lead_image=PictureFactory())
            EventPageFactory(parent=lists, department=departments[n % 3])
        pages = [ContentPageFactory(parent=departments[0]) for _n in range(6)]
        start = MyLink.objects.count()
        for place, page in enumerate(pages, start):
            MyLink.objects.create(user=staff, page=page, position=place)
        MyLink.objects.create(user=staff, address=f"https://example.org/{start}", name="Out")
        home = HomePage.objects.get()
        home.top_tasks = [{"type": "card", "value": {"page": page.pk}} for page in pages]
        stored = [section(kind, place) for kind, place in EVERYTHING]
        image = {"type": "image", "value": {"image": PictureFactory().pk, "alt_text": "A tide"}}
        home.save()
        dress(
            home,
            *stored,
            cards(*pages),
            words(image, text("<p>Hello.</p>")),
            words(text("<p>Bye.</p>")),
        )

    def _queries(self, client: Client) -> list[str]:
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return [query["sql"] for query in queries]

    def test_it_keeps_to_its_queries_however_much_there_is(
        self, plenty: Any, staff_client: Client
    ) -> None:
        few = self._queries(staff_client)
        assert len(few) <= MOST_QUERIES, "\n".join(few)
        plenty()
        assert len(self._queries(staff_client)) == len(few)

    def test_it_is_small_and_its_largest_picture_comes_first(
        self, plenty: Any, staff_client: Client
    ) -> None:
        html = staff_client.get("/").content
        assert len(gzip.compress(html, 9)) <= MOST_HTML
        first, *others = BeautifulSoup(html, "html.parser").main.find_all("img")
        assert first["fetchpriority"] == "high"
        assert first.get("loading") != "lazy"
        for image in (first, *others):
            assert int(image["width"]) > 0
            assert int(image["height"]) > 0
        assert all(image["loading"] == "lazy" for image in others)

    def test_nothing_is_fetched_from_anywhere_while_it_is_drawn(
        self, plenty: Any, staff_client: Client, monkeypatch: Any
    ) -> None:
        def refuse(*args: Any, **kwargs: Any) -> None:
            raise AssertionError(f"Somebody is called within the request: {args}")

        for name in ("create_connection", "getaddrinfo"):
            monkeypatch.setattr(socket, name, refuse)
        monkeypatch.setattr(socket.socket, "connect", refuse)
        monkeypatch.setattr(socket.socket, "connect_ex", refuse)
        assert staff_client.get("/").status_code == 200
        with pytest.raises(AssertionError):
            socket.create_connection(("127.0.0.1", 9))

    def test_it_costs_little_more_than_a_page_with_nothing_on_it(
        self, plenty: Any, staff_client: Client
    ) -> None:
        def cost(address: str) -> float:
            start = time.process_time()
            staff_client.get(address)
            return time.process_time() - start

        for address in ("/", "/people/suggest/"):
            cost(address)
        pairs = [(cost("/"), cost("/people/suggest/")) for _n in range(15)]
        full, empty = (statistics.median(each) for each in zip(*pairs, strict=True))
        assert full / empty <= MOST_CPU, f"{full * 1000:.1f} ms against {empty * 1000:.1f} ms"

    def test_its_html_is_valid(self, plenty: Any, staff_client: Client, html_errors: Any) -> None:
        addresses = ("/", "/my-links/", "/topics/")
        assert (
            html_errors({each: staff_client.get(each).content.decode() for each in addresses}) == []
        )
