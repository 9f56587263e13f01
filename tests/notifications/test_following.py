"""Following: by a button without a script, only what one may see, and no longer whenever one likes."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from core.models import Topic
from notifications.models import Follow
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def address(kind: str, number: int) -> str:
    return f"/notifications/follow/{kind}/{number}/"


def things(home) -> dict[str, int]:
    return {
        "page": ContentPageFactory().pk,
        "department": DepartmentPageFactory().pk,
        "topic": Topic.objects.create(name="Pay", slug="pay").pk,
        "person": PersonFactory().pk,
    }


def test_one_follows_each_kind_of_thing_and_no_longer(home, staff, staff_client) -> None:
    for kind, number in things(home).items():
        staff_client.post(address(kind, number), {"follow": "yes"})
        staff_client.post(address(kind, number), {"follow": "yes"})  # pressed twice
        assert Follow.objects.filter(user=staff, kind=kind, number=number).count() == 1
        staff_client.post(address(kind, number), {"follow": "no"})
        assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("kind", "number"),
    [("page", 9_999_999), ("page", 10**30), ("page", 0), ("nonsense", 1), ("person", 2**63)],
)
@pytest.mark.parametrize("follow", ["yes", "no"])
def test_what_is_not_there_cannot_be_followed(staff_client, kind, number, follow) -> None:
    # One may always stop, even following what is gone since; a number too long for any id is no address.
    expected = 302 if follow == "no" and number < 10**18 else 404
    assert staff_client.post(address(kind, number), {"follow": follow}).status_code == expected
    assert not Follow.objects.exists()


def test_a_page_is_no_department(home, staff_client) -> None:
    assert staff_client.post(address("department", ContentPageFactory().pk)).status_code == 404


def test_what_one_may_not_see_answers_as_what_is_not_there(home, staff_client, staff) -> None:
    page = ContentPageFactory(title="Secret")
    restrict(page, Group.objects.create(name="Inside"))
    assert staff_client.post(address("page", page.pk)).status_code == 404
    Follow.objects.create(user=staff, kind="page", number=page.pk)
    staff_client.post(address("page", page.pk), {"follow": "no"})
    assert not Follow.objects.exists()


def test_following_changes_nothing_by_a_link(home, staff_client) -> None:
    assert staff_client.get(address("page", ContentPageFactory().pk)).status_code == 405
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("given", "leads"),
    [
        ("/news/?page=2", "/news/?page=2"),
        ("https://evil.example/", "/notifications/following/"),
        ("//evil.example", "/notifications/following/"),
        ("", "/notifications/following/"),
    ],
)
def test_the_button_leads_back_to_where_it_stood_and_nowhere_else(
    home, staff_client, given, leads
) -> None:
    response = staff_client.post(address("page", ContentPageFactory().pk), {"next": given})
    assert response["Location"] == leads


def draw(user, source: str, **context) -> str:
    request = RequestFactory().get("/somewhere/?page=2")
    request.user = user
    return Template("{% load notifications %}" + source).render(
        Context({"request": request, "csrf_token": "abc", **context})
    )


def test_all_buttons_of_a_page_cost_one_query(home, staff, django_assert_num_queries) -> None:
    Follow.objects.create(user=staff, kind="topic", number=2)
    source = "{% for number in numbers %}{% follow 'topic' number %}{% endfor %}"
    with django_assert_num_queries(1):
        html = draw(staff, source, numbers=range(1, 30))
    assert html.count("<form") == 29
    assert html.count("Following") == 1
    assert "/somewhere/?page=2" in html


def test_a_title_is_drawn_as_words(staff) -> None:
    html = draw(staff, "{% follow 'person' 3 title %}", title="<b>Ann</b>")
    assert "<b>" not in html


def test_nobody_is_shown_a_button_that_does_nothing(staff) -> None:
    assert "<form" not in draw(
        staff, "{% follow 'nonsense' 3 %}{% follow 'page' none %}", none=None
    )


def test_of_two_people_each_follows_their_own(home, staff_client) -> None:
    page, other = ContentPageFactory(), UserFactory()
    Follow.objects.create(user=other, kind="page", number=page.pk)
    staff_client.post(address("page", page.pk), {"follow": "yes"})
    staff_client.post(address("page", page.pk), {"follow": "no"})
    assert Follow.objects.get().user == other


def test_the_buttons_of_a_page_cost_no_query_but_for_who_follows_very_much(
    home, staff, staff_client
) -> None:
    department = DepartmentPageFactory(slug="ports")
    Follow.objects.create(user=staff, kind="department", number=department.pk)

    def visit() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert b"Following" in staff_client.get(department.get_url()).content
        asked = [one["sql"] for one in caught.captured_queries]
        return sum(sql.startswith('SELECT "notifications_follow"') for sql in asked)

    assert visit() == 0
    Follow.objects.bulk_create(
        Follow(user=staff, kind="topic", number=number) for number in range(1, 300)
    )
    assert visit() == 1
