"""What a reader may not see shows nowhere: every page type, every reason, every exit.

The page to hide is called Quokka. It stands where its type is listed, in the menu, with a link to
it in another page's text, and with the words of a search in it.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from tests.factories.accounts import UserFactory
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

pytestmark = pytest.mark.django_db


@dataclass
class Place:
    """A small site round the page to hide."""

    quokka: Page
    exits: dict[str, str]
    listed_by: tuple[str, ...]


def build(kind: str) -> Place:
    """A department with a section, news and policies; one of all is Quokka."""
    name = {"title": "Quokka", "slug": "quokka", "show_in_menus": True}
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    tides = ContentPageFactory(parent=harbour, title="Tides", slug="tides")
    news = NewsIndexPageFactory(title="News", slug="news")
    policies = PolicyIndexPageFactory(title="Policies", slug="policies")
    makers: dict[str, Any] = {
        "department": lambda: DepartmentPageFactory(**name),
        "content": lambda: ContentPageFactory(parent=harbour, **name),
        "front content": lambda: ContentPageFactory(**name),
        "news list": lambda: NewsIndexPageFactory(**name),
        "story": lambda: NewsPageFactory(parent=news, department=harbour, **name),
        "policy list": lambda: PolicyIndexPageFactory(**name),
        "policy": lambda: PolicyPageFactory(parent=policies, department=harbour, **name),
    }
    quokka = makers[kind]()
    below = {
        "department": ContentPageFactory,
        "content": ContentPageFactory,
        "front content": ContentPageFactory,
        "news list": NewsPageFactory,
        "policy list": PolicyPageFactory,
    }
    if kind == "department":
        NewsPageFactory(parent=news, title="Owned story", slug="owned", department=quokka)
        PolicyPageFactory(parent=policies, title="Owned policy", slug="owned", department=quokka)
    tides.body = [text(f'<p><a linktype="page" id="{quokka.pk}">Read on</a></p>')]
    tides.save_revision().publish()
    Redirect.objects.create(old_path="/old-address", redirect_page=quokka)
    Redirect.objects.create(old_path="/typed-address", redirect_link=quokka.url)
    exits = {
        "home": "/",
        "department": "/harbour/",
        "neighbour with a link": "/harbour/tides/",
        "news": "/news/",
        "news of its department": "/news/?department=quokka",
        "policies": "/policies/",
        "policies by department": "/policies/?by=department",
        "search": "/search/?q=quokka",
        "no page": "/no-such-page/",
    }
    if kind == "department":
        exits |= {"its story": "/news/owned/", "its policy": "/policies/owned/"}
    if kind in below:
        child = below[kind](parent=quokka, title="Child", slug="child")
        exits["its child"] = child.url
    return Place(quokka, exits, LISTED_BY[kind])


#: Which exits name a page of each type that the reader may see: the proof that they could leak.
LISTED_BY = {
    "department": (
        "home",
        "news",
        "policies by department",
        "its child",
        "its story",
        "its policy",
    ),
    "content": ("department", "neighbour with a link", "its child"),
    "front content": ("home", "search", "no page", "its child"),
    "news list": ("home", "its child"),
    "story": ("home", "news", "department"),
    "policy list": ("home", "its child"),
    "policy": ("policies", "department"),
}
#: Each reason, and whether what is below the page is hidden with it.
REASONS = {"draft": False, "scheduled": False, "expired": False, "closed": True, "password": True}


def hide(page: Page, reason: str) -> None:
    """Hide the page for this reason."""
    if reason == "draft":
        page.unpublish()
    elif reason == "scheduled":
        page.unpublish()
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()
    elif reason == "expired":
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
        page.refresh_from_db()
        page.save()
    elif reason == "closed":
        restrict(page, Group.objects.create(name="Keepers"))
    else:
        restriction = restrict(page)
        restriction.restriction_type, restriction.password = "password", "open sesame"
        restriction.save()


@pytest.fixture(params=LISTED_BY)
def place(request: pytest.FixtureRequest, home: Page) -> Place:
    """The site, once for each page type."""
    return build(request.param)


def plain(answer: Any, address: str) -> str:
    """A page without what differs from one request to the next."""
    content = answer.content.decode().replace(address, "")
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", content)


@pytest.mark.parametrize("reason", REASONS)
def test_a_hidden_page_shows_nowhere(place: Place, reason: str, staff_client: Client) -> None:
    for address in place.exits.values():  # what is cached is from before
        staff_client.get(address)
    hide(place.quokka, reason)

    missing = staff_client.get("/no-such-page/")
    for address in (place.quokka.url, "/old-address/", "/typed-address/"):
        answer = staff_client.get(address)
        assert answer.status_code == 404
        assert plain(answer, address) == plain(missing, "/no-such-page/")
    for name, address in place.exits.items():
        answer = staff_client.get(address)
        expected = 404 if name == "no page" or (name == "its child" and REASONS[reason]) else 200
        assert answer.status_code == expected, name
        shown = answer.content.decode().replace("/quokka/child/", "").replace("q=quokka", "")
        shown = shown.replace('value="quokka"', "").replace("department=quokka", "")
        main = shown.partition("<main")[2]
        assert "Quokka" not in shown, name
        assert f'href="{place.quokka.url}"' not in main, name
    found = staff_client.get("/search/?q=quokka").context["results"].hits
    assert "Quokka" not in [hit.shown.title for hit in found]
    assert found.paginator.count == len(found.object_list)


def test_a_closed_page_shows_to_those_who_may_see_it(place: Place) -> None:
    keepers = Group.objects.create(name="Keepers")
    restrict(place.quokka, keepers)
    keeper = UserFactory()
    keeper.groups.add(keepers)
    client = Client()
    client.force_login(keeper)

    assert client.get(place.quokka.url).status_code == 200
    assert client.get("/old-address/").status_code in {301, 302}
    for name in place.listed_by:
        assert "Quokka" in client.get(place.exits[name]).content.decode(), name
    assert (
        client.get("/search/?q=quokka").context["results"].hits[0].entry.number == place.quokka.pk
    )
    assert place.quokka.url in client.get("/harbour/tides/").content.decode()


@pytest.mark.parametrize("reason", ["closed", "password"])
def test_a_superuser_sees_every_closed_page(
    place: Place, reason: str, admin_client: Client
) -> None:
    hide(place.quokka, reason)
    answer = admin_client.get(place.quokka.url)
    assert answer.status_code == 200
    assert b"Quokka" in answer.content
