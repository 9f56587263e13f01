"""A department's front page."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page

from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PolicyIndexPageFactory,
    PolicyPageFactory,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(home: Page) -> Page:
    """A department at /harbour/."""
    return DepartmentPageFactory(title="Harbour", slug="harbour")


def panel(client: Client, title: str) -> list[str]:
    """The titles of what one panel of the front page shows."""
    panels = {panel.title: panel for panel in client.get("/harbour/").context["panels"]}
    if title not in panels:
        return []
    (pages,) = panels[title].context.values()
    return [page.title for page in pages]


def test_its_sections_are_its_pages_and_departments_in_the_editors_order(
    harbour: Page, staff_client: Client
) -> None:
    ContentPageFactory(parent=harbour, title="Tides")
    DepartmentPageFactory(parent=harbour, title="Pilots")
    last = ContentPageFactory(parent=harbour, title="Berths")
    ContentPageFactory(parent=last, title="Deeper")
    NewsIndexPageFactory(parent=harbour, title="News")
    sections = staff_client.get("/harbour/").context["sections"]
    assert [page.title for page in sections] == ["Tides", "Pilots", "Berths"]


@pytest.mark.parametrize(
    ("title", "index", "page"),
    [
        ("News", NewsIndexPageFactory, NewsPageFactory),
        ("Policies", PolicyIndexPageFactory, PolicyPageFactory),
    ],
)
def test_news_and_policies_are_its_own_by_name_or_by_place(
    title: str, index: type, page: type, harbour: Page, staff_client: Client
) -> None:
    other = DepartmentPageFactory()
    everywhere = index()
    page(parent=everywhere, title="A, by name", department=harbour)
    page(parent=index(parent=harbour), title="B, by place")
    page(parent=index(parent=harbour), title="C, by place, another's", department=other)
    page(parent=index(parent=DepartmentPageFactory(parent=harbour)), title="D, a team's")
    page(parent=everywhere, title="nobody's")
    page(parent=everywhere, title="another's", department=other)
    found = panel(staff_client, title)
    assert len(found) == {"News": 3, "Policies": 4}[title]
    assert all(name[0] in "ABCD" for name in found)


def test_it_shows_its_latest_stories(harbour: Page, staff_client: Client) -> None:
    news = NewsIndexPageFactory()
    for year in range(2020, 2026):
        NewsPageFactory(
            parent=news, title=str(year), department=harbour, publication_date=date(year, 1, 1)
        )
    assert panel(staff_client, "News") == ["2025", "2024", "2023"]


def test_a_panel_without_anything_to_show_is_left_out(harbour: Page, staff_client: Client) -> None:
    story = NewsPageFactory(department=harbour)
    restrict(story, Group.objects.create(name="Keepers"))
    assert staff_client.get("/harbour/").context["panels"] == []


def test_a_page_lists_the_pages_below_it(harbour: Page, staff_client: Client) -> None:
    tides = ContentPageFactory(parent=harbour, slug="tides")
    ContentPageFactory(parent=tides, title="Springs")
    ContentPageFactory(parent=tides, title="Neaps")
    ContentPageFactory(parent=tides, title="Draft", live=False)
    subpages = staff_client.get("/harbour/tides/").context["subpages"]
    assert [page.title for page in subpages] == ["Springs", "Neaps"]
