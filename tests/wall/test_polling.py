"""What an open wall asks: whether there is something new. It costs next to nothing, and tells nobody too much."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from tests.factories.pages import DepartmentPageFactory
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory
from tests.factories.wall import PostFactory, department_wall, team_wall
from wall.models import Post

pytestmark = pytest.mark.django_db


def poll(client: Client, query: str, tag: str = "") -> Any:
    headers = {"If-None-Match": tag} if tag else {}
    return client.get(f"/wall/new/?{query}", headers=headers)


def test_new_messages_are_counted_and_said_in_words(staff_client: Client) -> None:
    since = PostFactory().pk
    assert poll(staff_client, f"since={since}").json() == {"new": 0, "text": ""}
    PostFactory()
    assert poll(staff_client, f"since={since}").json()["text"] == "Show 1 new message"
    PostFactory()
    PostFactory(hidden=True)
    PostFactory(wall=team_wall(TeamFactory()))
    assert poll(staff_client, f"since={since}").json()["text"] == "Show 2 new messages"
    assert poll(staff_client, f"at=all&since={since}").json()["new"] == 3


def test_what_was_answered_before_is_not_sent_again(staff_client: Client) -> None:
    since = PostFactory().pk
    first = poll(staff_client, f"since={since}")
    again = poll(staff_client, f"since={since}", first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "no-store" not in first["Cache-Control"]
    assert "private" in again["Cache-Control"]
    PostFactory()
    assert poll(staff_client, f"since={since}", first["ETag"]).status_code == 200


def test_a_post_that_goes_is_no_longer_new(staff_client: Client) -> None:
    post = PostFactory()
    assert poll(staff_client, "since=0").json()["new"] == 1
    Post.objects.filter(pk=post.pk).update(hidden_at=timezone.now())
    assert poll(staff_client, "since=0").json()["new"] == 0


def test_the_filters_of_the_page_hold(staff: User, staff_client: Client) -> None:
    person = PersonFactory(user=staff)
    PostFactory()
    PostFactory(question=True, author=staff)
    PostFactory(question=True, answered_at=timezone.now())
    wanted = {"kind=question": 2, "kind=unanswered": 1, f"by={person.slug}": 1, "by=x": 0}
    for at in ("everybody", "all"):
        found = {
            query: poll(staff_client, f"at={at}&since=0&{query}").json()["new"] for query in wanted
        }
        assert found == wanted


def test_one_wall_is_asked_about_with_its_filters(staff_client: Client) -> None:
    wall = team_wall(TeamFactory())
    PostFactory(wall=wall)
    PostFactory(wall=wall, question=True)
    PostFactory(wall=wall, deleted=True)
    PostFactory()
    assert poll(staff_client, f"at={wall.slug}&since=0").json()["new"] == 2
    assert poll(staff_client, f"at={wall.slug}&since=0&kind=question").json()["new"] == 1


def test_the_tag_does_not_change_with_what_one_may_not_read(
    home: Page, staff_client: Client
) -> None:
    closed = team_wall(TeamFactory(), closed=True)
    page = DepartmentPageFactory()
    gone = department_wall(page)
    page.unpublish()
    tags = {}
    for at in ("everybody", "all", "mine"):
        tags[at] = poll(staff_client, f"at={at}&since=0")["ETag"]
    PostFactory(wall=closed)
    PostFactory(wall=gone)
    for at, tag in tags.items():
        assert poll(staff_client, f"at={at}&since=0", tag).status_code == 304
    unknown = poll(staff_client, "at=team-of-nobody&since=0")
    for wall in (closed, gone):
        answer = poll(staff_client, f"at={wall.slug}&since=0")
        assert (answer.status_code, answer.content) == (200, unknown.content)


@pytest.mark.parametrize(
    "query", ["", "since=abc", "since=-1", "since=1e9", "since=²", "since=999999999999999999999999", "kind=x&since="]
)  # fmt: skip
def test_nonsense_is_answered_like_nothing(staff_client: Client, query: str) -> None:
    PostFactory()
    assert poll(staff_client, query).json()["new"] == 1


@pytest.mark.parametrize("at", ["nothing", "..", "x" * 300, "9", ""])
def test_of_what_is_no_wall_there_is_nothing_new(staff_client: Client, at: str) -> None:
    PostFactory()
    assert poll(staff_client, f"at={at}").json()["new"] == 0


@pytest.mark.parametrize("at", ["everybody", "all", "mine", "wall"])
def test_a_304_takes_few_queries_where_nobody_posts(
    staff_client: Client, django_assert_num_queries: Any, at: str
) -> None:
    wall = team_wall(TeamFactory())
    query = f"at={wall.slug if at == 'wall' else at}&since={PostFactory(wall=wall).pk}"
    tag = poll(staff_client, query)["ETag"]
    with django_assert_num_queries(4 if at == "mine" else 3):
        assert poll(staff_client, query, tag).status_code == 304


@pytest.mark.parametrize(("at", "most"), [("everybody", 3), ("all", 5), ("mine", 5), ("wall", 5)])
def test_a_304_takes_few_queries_for_a_member_of_a_closed_team(
    staff: User, django_assert_max_num_queries: Any, at: str, most: int
) -> None:
    team = TeamFactory()
    wall = team_wall(team, closed=True)
    MembershipFactory(person=PersonFactory(user=staff), team=team)
    since = PostFactory().pk
    for _each in range(40):
        PostFactory(wall=wall)
    query = f"at={wall.slug if at == 'wall' else at}&since={since}"
    client = Client()
    client.force_login(staff)
    tag = poll(client, query)["ETag"]
    with django_assert_max_num_queries(most):
        assert poll(client, query, tag).status_code == 304


def test_asking_does_not_keep_a_session_alive(staff_client: Client, settings: Any) -> None:
    session = staff_client.session
    session["seen"] = session["seen"] - 120
    session.save()
    poll(staff_client, "since=0")
    assert staff_client.session["seen"] == session["seen"]
    staff_client.get("/wall/")
    assert staff_client.session["seen"] > session["seen"]


def test_a_stranger_is_told_nothing(client: Client) -> None:
    response = poll(client, "since=0")
    assert response.status_code == 302
    assert not response.has_header("ETag")


def test_the_first_page_says_what_to_ask_and_later_pages_ask_nothing(staff_client: Client) -> None:
    newest = [PostFactory().pk for _each in range(31)][-1]
    html = staff_client.get("/wall/").content.decode()
    assert f'data-fresh="/wall/new/?at=everybody&amp;since={newest}"' in html
    assert "Look for new messages" in html
    assert "data-fresh" not in staff_client.get("/wall/?page=2").content.decode()


def test_the_account_of_who_asks_comes_alone(staff_client: Client) -> None:
    """What pages want to know of their reader is not looked up where nobody reads."""
    with CaptureQueriesContext(connection) as queries:
        poll(staff_client, "since=0")
    (account,) = [query["sql"] for query in queries if 'FROM "accounts_user"' in query["sql"]]
    assert "notifications_" not in account
    with CaptureQueriesContext(connection) as queries:
        staff_client.get("/wall/")
    assert any("notifications_" in query["sql"] for query in queries)
