"""Counting that stories are read: whose browser says so, once a read, and nothing in its way."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import OperationalError, connection
from django.template import Context
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from insights.models import Read, Salt
from insights.reach import counting
from insights.reach.tokens import page_of, token_for
from insights.templatetags.reach import count_read
from news.models import NewsPage
from people.departments import department_of
from tests.factories.accounts import UserFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    restrict,
)
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory
from tests.factories.reach import address, read, reader, readers, team_of

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)
SEEN = re.compile(r'<img src="(/seen/[^"]+/)" alt="" width="1" height="1" hidden data-read>')


@pytest.fixture
def story(home: Any) -> NewsPage:
    """A story that anybody may read."""
    return NewsPageFactory()


def counted(story: NewsPage) -> list[tuple[int, int | None]]:
    """Reads and seconds of each reader and day."""
    rows = Read.objects.filter(page=story).order_by("pk")
    return list(rows.values_list("reads", "seconds"))


def test_a_story_carries_what_counts_it(story: NewsPage, staff: User, staff_client: Client) -> None:
    html = staff_client.get(story.url).content.decode()
    (found,) = SEEN.findall(html)
    assert "js/reach.js" in html
    assert counted(story) == []
    answer = staff_client.get(found)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/gif")
    assert "no-store" in answer["Cache-Control"]
    assert counted(story) == [(1, None)]


def test_a_page_that_is_no_story_carries_and_counts_nothing(
    home: Any, staff: User, staff_client: Client
) -> None:
    page = ContentPageFactory()
    assert "/seen/" not in staff_client.get(page.url).content.decode()
    staff_client.get(address(page, staff))
    assert not Read.objects.exists()


def test_counting_costs_the_page_no_query(story: NewsPage, staff_client: Client) -> None:
    staff_client.get(story.url)
    with CaptureQueriesContext(connection) as with_it:
        assert "/seen/" in staff_client.get(story.url).content.decode()
    with (
        patch("insights.templatetags.reach.render_to_string", return_value=""),
        CaptureQueriesContext(connection) as without_it,
    ):
        staff_client.get(story.url)
    assert len(with_it) == len(without_it)
    assert not any("insights_" in q["sql"] for q in with_it)


def test_counting_costs_the_page_less_than_a_millisecond(story: NewsPage, staff: User) -> None:
    request = RequestFactory().get(story.url)
    request.user = staff
    context = Context({"request": request})
    assert "/seen/" in count_read(context, story)
    start = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        for _again in range(200):
            count_read(context, story)
    assert time.process_time() - start < 0.2
    assert len(queries) == 0


def test_a_count_keeps_to_its_queries(story: NewsPage, staff: User, staff_client: Client) -> None:
    team = TeamFactory(parent=team_of(DepartmentPageFactory()))
    MembershipFactory(person=PersonFactory(user=staff), team=team)
    staff_client.get(story.url)
    for again in range(2):
        with CaptureQueriesContext(connection) as queries:
            staff_client.get(address(story, staff))
        sql = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
        assert len(sql) <= (13 if not again else 9), "\n".join(sql)
    with CaptureQueriesContext(connection) as queries:
        staff_client.post(address(story, staff), {"seconds": "20"})
    assert len(queries) <= 13


def test_opening_it_again_within_half_an_hour_is_the_same_read(story: NewsPage) -> None:
    user = reader()
    with time_machine.travel(MORNING) as clock:
        read(story, user)
        clock.shift(timedelta(minutes=29))
        read(story, user)
        clock.shift(timedelta(minutes=29))
        read(story, user)
        assert counted(story) == [(1, None)]
        clock.shift(timedelta(minutes=31))
        read(story, user)
        assert counted(story) == [(2, None)]


def test_a_read_goes_on_past_midnight_and_another_day_is_another_row(story: NewsPage) -> None:
    user = reader()
    with time_machine.travel(datetime(2026, 6, 3, 22, 50, tzinfo=UTC)) as clock:  # 23:50 here
        read(story, user)
        clock.shift(timedelta(minutes=20))
        read(story, user, seconds=600)
        assert counted(story) == [(1, 600)]
        clock.shift(timedelta(hours=2))
        read(story, user)
    rows = Read.objects.filter(page=story).order_by("day").values_list("day", "is_first")
    assert [(f"{day}", is_first) for day, is_first in rows] == [
        ("2026-06-03", True),
        ("2026-06-04", False),
    ]


def test_seconds_add_up_and_are_capped(story: NewsPage) -> None:
    user = reader()
    read(story, user, seconds=30)
    read(story, user, seconds=12)
    assert counted(story) == [(1, 42)]
    read(story, user, seconds=999_999)
    read(story, user, seconds=999_999)
    assert counted(story) == [(1, counting.MOST_SECONDS)]


def test_seconds_alone_count_a_read_too_once(story: NewsPage, staff: User) -> None:
    client = Client()
    client.force_login(staff)
    for _again in range(2):
        client.post(address(story, staff), {"seconds": "5"})
    assert counted(story) == [(1, 10)]


@pytest.mark.parametrize("seconds", ["", "-5", "abc", "1.5", "٣", "1" * 5000, "0x10", " 7"])
def test_what_is_no_number_of_seconds_counts_nothing(
    story: NewsPage, staff: User, staff_client: Client, seconds: str
) -> None:
    answer = staff_client.post(address(story, staff), {"seconds": seconds})
    assert answer.status_code == 204
    assert counted(story) == []


def test_nobody_counts_for_somebody_else(
    story: NewsPage, staff: User, staff_client: Client
) -> None:
    other = UserFactory()
    assert staff_client.get(address(story, other)).status_code == 200
    assert counted(story) == []
    assert page_of(token_for(story.pk, staff), staff) == story.pk
    assert page_of(token_for(story.pk, staff), other) is None


@pytest.mark.parametrize("token", ["1:1:x", "1:aaaaaa:" + "x" * 43, "999999999999:1wXyZ:abc"])
def test_a_forged_token_counts_nothing(story: NewsPage, staff_client: Client, token: str) -> None:
    assert staff_client.get(f"/seen/{token}/").status_code == 200
    assert not Read.objects.exists()


def test_a_token_is_over_after_half_a_day(story: NewsPage, staff: User) -> None:
    with time_machine.travel(MORNING) as clock:
        token = token_for(story.pk, staff)
        clock.shift(timedelta(hours=11))
        assert page_of(token, staff) == story.pk
        clock.shift(timedelta(hours=2))
        assert page_of(token, staff) is None


def test_what_one_may_no_longer_read_is_not_counted(
    story: NewsPage, staff: User, staff_client: Client
) -> None:
    before = address(story, staff)
    restrict(story, Group.objects.create(name="Few"))
    assert staff_client.get(before).status_code == 200
    assert counted(story) == []


def test_an_unpublished_or_deleted_story_is_not_counted(
    story: NewsPage, staff: User, staff_client: Client
) -> None:
    before = address(story, staff)
    story.unpublish()
    assert staff_client.get(before).status_code == 200
    story.delete()
    assert staff_client.get(before).status_code == 200
    assert not Read.objects.exists()


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_SEC_PURPOSE": "prefetch"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
    ],
)
def test_what_a_browser_fetches_ahead_is_not_counted(
    story: NewsPage, header: dict[str, str]
) -> None:
    read(story, reader(), **header)
    assert counted(story) == []


def test_a_preview_is_not_counted(story: NewsPage, admin_client: Client) -> None:
    story.save_revision()
    revision = story.get_latest_revision()
    html = admin_client.get(
        f"/admin/pages/{story.pk}/revisions/{revision.pk}/view/"
    ).content.decode()
    assert story.title in html
    assert "/seen/" not in html


def test_head_and_other_methods_count_nothing(
    story: NewsPage, staff: User, staff_client: Client
) -> None:
    for method in ("head", "put", "patch", "delete", "options"):
        assert getattr(staff_client, method)(address(story, staff)).status_code == 405
    assert counted(story) == []


def test_a_post_without_the_csrf_token_is_refused(story: NewsPage, staff: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.post(address(story, staff), {"seconds": "5"}).status_code == 403
    assert counted(story) == []


def test_a_database_that_fails_is_never_an_error_to_the_reader(
    story: NewsPage, staff: User, staff_client: Client, caplog: Any
) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if "insights_" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        assert staff_client.get(story.url).status_code == 200
        assert staff_client.get(address(story, staff)).status_code == 200
        said = staff_client.post(address(story, staff), {"seconds": "5"})
    assert said.status_code == 204
    assert counted(story) == []
    assert "That a story was read could not be noted." in caplog.text
    assert staff.username not in caplog.text
    read(story, staff)
    assert counted(story) == [(1, None)]


def test_an_account_counts_only_so_much_in_a_minute(
    staff: User, staff_client: Client, story: NewsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_A_MINUTE", 3)
    for other in (NewsPageFactory(parent=story.get_parent()) for _n in range(5)):
        assert staff_client.get(address(other, staff)).status_code == 200
    assert Read.objects.count() == 3


def test_no_row_says_who_read(story: NewsPage) -> None:
    first, second = readers(2)
    other = NewsPageFactory(parent=story.get_parent())
    read(story, first, second)
    read(other, first)
    keys = list(Read.objects.values_list("key", flat=True))
    assert len(set(keys)) == 3  # nobody is known again from one story to the next
    assert {len(key) for key in keys} == {32}
    columns = {field.name for model in (Read, Salt) for field in model._meta.get_fields()}
    assert not columns & {"user", "person", "account", "username", "session"}


def test_a_reader_belongs_to_the_department_of_their_main_team(story: NewsPage) -> None:
    harbour, finance = DepartmentPageFactory(), DepartmentPageFactory()
    below = TeamFactory(parent=TeamFactory(parent=team_of(harbour)))
    users = [reader(below), reader(team_of(finance)), reader(TeamFactory()), reader()]
    read(story, *users)
    found = Read.objects.order_by("pk").values_list("department", flat=True)
    assert list(found) == [harbour.pk, finance.pk, 0, 0]


def test_the_department_is_that_of_today(story: NewsPage) -> None:
    today = timezone.localdate()
    team = team_of(DepartmentPageFactory())
    to_come = reader()
    MembershipFactory(
        person=PersonFactory(user=to_come), team=team, started_on=today + timedelta(days=1)
    )
    left = UserFactory()
    MembershipFactory(person=PersonFactory(user=left, has_left=True), team=team)
    second = UserFactory()
    MembershipFactory(person=PersonFactory(user=second), team=team, is_primary=False)
    assert [department_of(user) for user in (to_come, left, second)] == [None, None, None]


def test_a_story_that_moves_keeps_its_readers(story: NewsPage, home: Any) -> None:
    user = reader()
    read(story, user)
    target = NewsPageFactory().get_parent()
    story.move(target, "last-child")
    read(NewsPage.objects.get(pk=story.pk), user)
    assert counted(story) == [(1, None)]


def test_a_story_deleted_for_good_takes_its_counts_along(story: NewsPage) -> None:
    read(story, *readers(2))
    NewsPage.objects.get(pk=story.pk).delete()
    assert not Read.objects.exists()
    assert not Salt.objects.exists()


def test_an_account_that_is_deleted_leaves_its_count(story: NewsPage) -> None:
    user = reader()
    read(story, user)
    user.delete()
    assert counted(story) == [(1, None)]
