"""Where nothing is found: searches that find something, and whom to ask."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from wagtail.models import Page

from search.query import Filters, parse
from search.service import search
from search.wider import helped
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def help_for(rf: RequestFactory, staff: Any, home: Page) -> Any:
    """What helps a member of staff on."""

    def help_(words: str, **filters: Any) -> Any:
        request = rf.get("/search/")
        request.user = staff
        return helped(request, search(request, parse(words, Filters(**filters))))

    return help_


def test_the_same_without_filters_and_quotes_and_each_word_alone(help_for: Any) -> None:
    ContentPageFactory(title="Tide tables")
    assert [way.text for way in help_for("tide tables", year=1999).ways] == [
        "“tide tables” without filters", "“tide” alone", "“tables” alone",
    ]  # fmt: skip
    assert help_for('"tables tide"').ways[0].text == "tables tide, without quotation marks"


def test_each_way_says_how_much_is_there(help_for: Any) -> None:
    ContentPageFactory(title="Tide tables")
    ContentPageFactory(title="Tide")
    ways = {way.text: way.count for way in help_for("tide tables", year=1999).ways}
    assert ways["“tide” alone"] == 2
    assert ways["“tables” alone"] == 1


def test_owners_and_departments_of_what_comes_near_are_named(help_for: Any) -> None:
    ann = PersonFactory(first_name="Ann", last_name="Lee")
    harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
    ContentPageFactory(title="Tides", parent=harbour, content_owner=ann)
    found = help_for("tides", year=1999)
    assert [one.title for one in found.people] == ["Ann Lee"]
    assert [one.title for one in found.departments] == ["Harbour"]


def test_nothing_closed_is_named_or_counted(help_for: Any) -> None:
    house = DepartmentPageFactory(title="Quokka House", slug="house")
    closed = ContentPageFactory(title="Tides", parent=house, content_owner=PersonFactory())
    restrict(house, Group.objects.create(name="Keepers"))
    assert closed.live
    found = help_for("tides", year=1999)
    assert (found.ways, found.people, found.departments) == ([], [], [])
