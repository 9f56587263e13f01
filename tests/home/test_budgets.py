"""How many queries each kind of page takes, on the second visit, with plenty on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail_factories import ImageFactory

from accounts.models import User
from core.models import Image, PageTopic, Topic
from tests.factories.accounts import UserFactory
from tests.factories.conversations import CommentFactory, ReactionFactory
from tests.factories.events import EventIndexPageFactory, EventPageFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PolicyIndexPageFactory,
    PolicyPageFactory,
    restrict,
    text,
)
from tests.factories.wall import PostFactory, department_wall, reply_to

pytestmark = pytest.mark.django_db

MOST = 15
WORDS = "Tides turn twice a day. " * 20


@pytest.fixture(autouse=True)
def _clock_stands() -> Iterator[None]:
    """Once a minute it is noted that somebody is still here: three queries that belong to no page."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


class PictureFactory(ImageFactory):
    """One of our images."""

    class Meta:
        model = Image


class Plenty:
    """A site with plenty on every page; `grow` doubles what lists hold."""

    def __init__(self, home: Page) -> None:
        self.home = home
        self.made = 0
        self.topics = [Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}") for n in range(5)]
        self.pictures = [PictureFactory() for _n in range(5)]
        self.harbour = DepartmentPageFactory(title="Harbour", slug="harbour", show_in_menus=True)
        self.tides = ContentPageFactory(parent=self.harbour, title="Tides", slug="tides")
        for topic in self.topics:
            PageTopic.objects.create(content_object=self.tides, tag=topic)
        self.news = NewsIndexPageFactory(title="News", slug="news", show_in_menus=True)
        self.policies = PolicyIndexPageFactory(title="Policies", slug="policies")
        self.story = NewsPageFactory(
            parent=self.news, slug="story", department=self.harbour, lead_image=self.pictures[0]
        )
        self.policy = PolicyPageFactory(
            parent=self.policies, slug="policy", department=self.harbour
        )
        self.events = EventIndexPageFactory(title="Events", slug="events")
        self.event = EventPageFactory(parent=self.events, slug="fair", department=self.harbour)
        self.grow()
        for _n in range(3):
            restrict(ContentPageFactory(parent=self.harbour), Group.objects.create(name=f"G{_n}"))

    def grow(self) -> None:
        """Another 50 children, 30 stories, 30 policies; and bodies with 40 links more."""
        start, self.made = self.made, self.made + 50
        self.talk()
        for n in range(start, self.made):
            child = ContentPageFactory(parent=self.tides, title=f"Child {n}")
            PageTopic.objects.create(content_object=child, tag=self.topics[n % 5])
        for n in range(start, start + 30):
            department = DepartmentPageFactory(title=f"Department {n}")
            picture = PictureFactory()
            story = NewsPageFactory(
                parent=self.news,
                department=department if n % 2 else self.harbour,
                lead_image=picture,
                publication_date=date(2000 + n % 7, 1, 1),
            )
            PageTopic.objects.create(content_object=story, tag=self.topics[n % 5])
            PolicyPageFactory(
                parent=self.policies, department=department if n % 2 else self.harbour
            )
        children = list(self.tides.get_children()[: self.made - 10])
        full = (self.home, self.harbour, self.tides, self.story, self.policy)
        for page in [each.specific_class.objects.get(pk=each.pk) for each in full]:
            page.body = [
                *(
                    {"type": "image", "value": {"image": picture.pk, "alt_text": "A tide"}}
                    for picture in self.pictures
                ),
                text("".join(link(child) for child in children)),
                text(f"<p>{WORDS}</p>"),
            ]
            for name in ("top_tasks", "services", "quick_links"):
                if hasattr(page, name):
                    cards = [{"type": "card", "value": {"page": child.pk}} for child in children]
                    setattr(page, name, cards)
            page.save_revision().publish()

    def talk(self) -> None:
        """Another 20 comments with replies and reactions, posts with answers, and events."""
        wall = department_wall(self.harbour)
        for _n in range(20):
            comment = CommentFactory(page=self.story)
            CommentFactory(page=self.story, parent=comment)
            ReactionFactory(user=comment.author, number=comment.pk)
            reply_to(PostFactory(wall=wall), author=comment.author)
            reply_to(PostFactory(), author=comment.author)
            event = EventPageFactory(parent=self.events, department=self.harbour)
            PageTopic.objects.create(content_object=event, tag=self.topics[0])

    def addresses(self) -> dict[str, str]:
        """One address of each page type, the search page, and the parts that are no pages."""
        return {
            "home": "/",
            "department": "/harbour/",
            "content": "/harbour/tides/",
            "news list": "/news/",
            "news list, narrowed": "/news/?topic=topic-1&year=2001&page=2",
            "story": "/news/story/",
            "policy list": "/policies/",
            "policies by department": "/policies/?by=department",
            "policy": "/policies/policy/",
            "events": "/events/",
            "event": "/events/fair/",
            "wall": "/wall/",
            "a department's wall": f"/wall/{self.harbour.wall.slug}/",
            "topics": "/topics/",
            "topic": "/topics/topic-0/",
            "notifications": "/notifications/",
            "my links": "/my-links/",
            "feeds": "/feeds/",
            "search": "/search/?q=harbours",
            "no page": "/no-such-page/",
        }


def link(page: Page) -> str:
    """A paragraph that leads to a page."""
    return f'<p><a linktype="page" id="{page.pk}">Read {page.pk}</a></p>'


@contextmanager
def counted() -> Iterator[list[Any]]:
    """The queries of a block, without those that open a connection."""
    with CaptureQueriesContext(connection) as queries:
        yield queries  # type: ignore[misc]


def second_visits(client: Client, addresses: dict[str, str]) -> dict[str, list[str]]:
    """The queries of each address when it has been asked for before."""
    found = {}
    for name, address in addresses.items():
        client.get(address)
        with counted() as queries:
            answer = client.get(address)
        assert answer.status_code == (404 if name == "no page" else 200), name
        found[name] = [query["sql"] for query in queries]
    return found


def reader(kind: str, plenty: Plenty) -> User:
    """Plain staff, somebody who edits a department, or an administrator."""
    if kind == "admin":
        return UserFactory(superuser=True)
    user = UserFactory()
    if kind == "editor":
        group = Group.objects.create(name="Harbour editors")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in ("add_page", "change_page", "publish_page"):
            permission = Permission.objects.get(codename=codename)
            GroupPagePermission.objects.create(
                group=group, page=plenty.harbour, permission=permission
            )
        user.groups.add(group)
    return user


@pytest.mark.parametrize("kind", ["staff", "editor", "admin"])
def test_every_page_keeps_to_its_queries_however_much_there_is(kind: str, home: Page) -> None:
    plenty = Plenty(home)
    client = Client()
    client.force_login(reader(kind, plenty))
    before = second_visits(client, plenty.addresses())
    counts = {name: len(queries) for name, queries in before.items()}
    too_many = {name: before[name] for name, count in counts.items() if count > MOST}
    assert not too_many, "\n\n".join(f"{n}\n" + "\n".join(q) for n, q in too_many.items())

    plenty.grow()
    after = second_visits(client, plenty.addresses())
    assert {name: len(queries) for name, queries in after.items()} == counts
