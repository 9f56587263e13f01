"""The moderators' queue: what is reported, hidden, noted and lifted, and who sees what."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import MODERATORS, SITE_ADMIN, make_roles
from audit.models import Change
from conversations.enums import Outcome, Reason
from conversations.models import Comment, ReadOnly, Report
from conversations.notices import Comments
from conversations.services import moderating, posting, reporting
from conversations.services.posting import Draft
from conversations.services.refusals import RefusedError, Why
from conversations.targets import find
from core import registry
from core.notices import Notice, NoticeKind
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.conversations import CommentFactory, ReportFactory, place_of
from tests.factories.pages import NewsPageFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> NewsPage:
    return NewsPageFactory(title="The ferry is back")


@pytest.fixture
def moderator(db: None) -> User:
    make_roles()
    user = UserFactory(username="mo", first_name="Mo", last_name="Adeyemi")
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


@pytest.fixture
def moderator_client(moderator: User) -> Client:
    client = Client()
    client.force_login(moderator)
    return client


def item(said: Any) -> str:
    return reverse("conversations_moderate", args=[said.kind, said.pk])


def words_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def fresh(user: User) -> User:
    """The account as another request would find it."""
    return User.objects.get(pk=user.pk)


def test_a_reported_comment_waits_in_the_queue_with_its_reasons(
    moderator_client: Client, staff: User, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, text="You are all barnacles")
    ReportFactory(said=comment, reporter=staff, words="Not nice")
    ReportFactory(said=comment)
    queue = words_of(moderator_client, reverse("conversations_queue"))
    assert "You are all barnacles" in queue
    assert "2 people" in queue
    shown = words_of(moderator_client, item(comment))
    assert "Sam Okafor" in shown
    assert "Not nice" in shown


def test_what_is_hidden_is_seen_by_nobody_but_moderators_and_its_author_is_told(
    moderator_client: Client, staff: User, staff_client: Client, story: NewsPage
) -> None:
    author = UserFactory()
    comment = CommentFactory(page=story, text="You are all barnacles", author=author)
    CommentFactory(page=story, text="Who, me?", parent=comment)
    ReportFactory(said=comment)
    answer = moderator_client.post(item(comment), {"do": "hide", "note": "Rude"})
    assert answer["Location"] == reverse("conversations_queue")
    mine = Client()
    mine.force_login(author)
    assert "barnacles" not in words_of(staff_client, story.url)
    assert "Who, me?" in words_of(staff_client, story.url)
    assert "Your comment is hidden by moderators" in words_of(mine, story.url)
    assert "barnacles" not in words_of(mine, story.url)
    assert "barnacles" in words_of(moderator_client, story.url)
    assert Comments().show(staff, [comment.pk]) == {}
    assert Comments().sights([comment.pk]) == {}
    for name in ("reply", "thread"):
        address = reverse(f"conversations:{name}", args=[comment.pk])
        assert b"barnacles" not in staff_client.get(address).content
    for name in ("react", "report", "reactions"):
        address = reverse(f"conversations:{name}", args=["comment", comment.pk])
        assert staff_client.get(address).status_code == 404
    assert Report.objects.get().outcome == Outcome.HIDDEN
    assert "barnacles" not in words_of(moderator_client, reverse("conversations_queue"))
    assert "barnacles" in words_of(moderator_client, reverse("conversations_hidden"))


def test_its_author_cannot_change_what_is_hidden_but_may_delete_it(
    moderator: User, story: NewsPage
) -> None:
    author = UserFactory()
    comment = CommentFactory(page=story, author=author)
    moderating.hide(moderator, comment)
    client = Client()
    client.force_login(author)
    address = reverse("conversations:edit", args=[comment.pk])
    assert client.post(address, {"text": "Better"}).status_code == 404
    client.post(reverse("conversations:delete", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.deleted_at


def test_what_was_hidden_is_shown_again(
    moderator_client: Client, moderator: User, staff_client: Client, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, text="A fair point")
    moderating.hide(moderator, comment)
    moderator_client.post(item(comment), {"do": "restore"})
    assert "A fair point" in words_of(staff_client, story.url)


def test_everything_that_moderators_do_is_written_down(
    moderator_client: Client, moderator: User, story: NewsPage
) -> None:
    comment = CommentFactory(page=story)
    ReportFactory(said=comment)
    for do, note in (
        ("note", "Seen it"),
        ("keep", "Harmless"),
        ("hide", "Not so harmless"),
        ("restore", "Sorry"),
        ("read-only", "Calm down"),
        ("lift", ""),
    ):
        assert (
            moderator_client.post(item(comment), {"do": do, "note": note, "days": 7}).status_code
            == 302
        )
    assert {change.actor for change in Change.objects.of(comment)} == {moderator}
    shown = words_of(moderator_client, item(comment))
    log = words_of(moderator_client, reverse("conversations_log"))
    for note in ("Seen it", "Harmless", "Not so harmless", "Sorry"):
        assert note in shown
        assert note in log
    assert "Calm down" in log
    assert "no longer" in log


def test_a_note_without_words_is_asked_for(moderator_client: Client, story: NewsPage) -> None:
    comment = CommentFactory(page=story)
    assert moderator_client.post(item(comment), {"do": "note"}).status_code == 200
    assert moderator_client.post(item(comment), {"do": "burn"}).status_code == 200
    assert not Change.objects.of(comment).exists()


def test_who_is_read_only_reads_and_does_not_write_until_it_is_over_or_lifted(
    moderator: User, staff: User, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, author=staff)
    moderating.make_read_only(moderator, staff, timezone.now() + timedelta(days=1))
    for attempt in (
        lambda user: posting.add_comment(user, place_of(story), Draft("Hm", "a")),
        lambda user: posting.edit(user, comment, Draft("Hm")),
    ):
        with pytest.raises(RefusedError) as caught:
            attempt(fresh(staff))
        assert caught.value.why == Why.READ_ONLY
    moderating.lift(moderator, staff)
    assert posting.add_comment(fresh(staff), place_of(story), Draft("Hello", "b")).pk
    ReadOnly.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert posting.add_comment(fresh(staff), place_of(story), Draft("Again", "c")).pk


def test_who_is_read_only_is_told_so_in_place_of_the_form(
    moderator: User, staff: User, staff_client: Client, story: NewsPage
) -> None:
    moderating.make_read_only(moderator, staff, timezone.now() + timedelta(days=1))
    shown = BeautifulSoup(staff_client.get(story.url).content, "html.parser").select_one(".talk")
    assert "You may read but not write until" in shown.text
    assert not shown.select("textarea")


def test_the_list_of_people_lets_one_write_again(
    moderator_client: Client, moderator: User, staff: User
) -> None:
    moderating.make_read_only(moderator, staff, timezone.now() + timedelta(days=1), "Shouting")
    people = reverse("conversations_people")
    assert "Shouting" in words_of(moderator_client, people)
    moderator_client.post(reverse("conversations_person", args=[staff.pk]), {"do": "lift"})
    assert not ReadOnly.objects.now().exists()


def test_moderators_are_not_made_read_only(moderator: User, admin: User) -> None:
    for user in (moderator, admin):
        with pytest.raises(PermissionDenied):
            moderating.make_read_only(moderator, user, timezone.now() + timedelta(days=1))


def test_nobody_but_moderators_enters(staff_client: Client, staff: User, story: NewsPage) -> None:
    comment = CommentFactory(page=story)
    addresses = [reverse(f"conversations_{name}") for name in ("queue", "hidden", "people", "log")]
    for address in [*addresses, item(comment)]:
        assert staff_client.get(address).status_code == 302
    staff_client.post(item(comment), {"do": "hide"})
    comment.refresh_from_db()
    assert comment.is_standing
    for act in (moderating.hide, moderating.restore, moderating.keep):
        with pytest.raises(PermissionDenied):
            act(staff, comment)
    editor = UserFactory()
    make_roles()
    editor.groups.add(Group.objects.get(name=SITE_ADMIN))
    client = Client()
    client.force_login(editor)
    for address in [*addresses, item(comment)]:
        assert client.get(address).status_code in {302, 403}


def test_moderators_find_nothing_of_what_they_may_not_read(
    moderator_client: Client, admin_client: Client, moderator: User, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, text="Between us")
    ReportFactory(said=comment)
    hidden = CommentFactory(page=story, text="Hidden words")
    moderating.hide(moderator, hidden, "Secret note")
    restrict(story, Group.objects.create(name="Crew"))
    for name in ("queue", "hidden", "log"):
        shown = words_of(moderator_client, reverse(f"conversations_{name}"))
        assert "Between us" not in shown
        assert "Hidden words" not in shown
        assert "Secret note" not in shown
    assert moderator_client.get(item(comment)).status_code == 404
    assert moderator_client.post(item(comment), {"do": "hide"}).status_code == 404
    assert "Between us" in words_of(admin_client, reverse("conversations_queue"))


def test_moderators_who_may_read_it_are_told_of_a_report(
    moderator: User, admin: User, staff: User, story: NewsPage
) -> None:
    told: list[Notice] = []
    registry.notice_takers.add("test", told.append)
    try:
        restrict(story, Group.objects.create(name="Crew"))
        staff.groups.add(Group.objects.get(name="Crew"))
        target = find(fresh(staff), "comment", CommentFactory(page=story).pk)
        reporting.report(staff, target, Reason.RUDE)
    finally:
        del registry.notice_takers._items["test"]
    assert [(one.kind, list(one.users)) for one in told] == [(NoticeKind.REPORTED, [admin.pk])]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/moderation/comment/999999/",
        "/admin/moderation/x/1/",
        "/admin/moderation/comment/" + "9" * 30 + "/",
    ],
)
def test_what_is_not_there_is_404(moderator_client: Client, address: str) -> None:
    assert moderator_client.get(address).status_code == 404


def test_the_queue_takes_as_many_queries_for_twenty_reports_as_for_two(
    moderator_client: Client, story: NewsPage, django_assert_max_num_queries: Any
) -> None:
    for _n in range(20):
        ReportFactory(said=CommentFactory(page=story))
    moderator_client.get(reverse("conversations_queue"))
    with django_assert_max_num_queries(20):
        moderator_client.get(reverse("conversations_queue"))


def test_what_its_author_deleted_loses_its_words_and_its_reports_keep_them(
    moderator_client: Client, staff: User, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, author=staff, text="Oops")
    ReportFactory(said=comment)
    posting.delete(staff, comment)
    assert Comment.objects.get(pk=comment.pk).text == ""
    assert "It said then: “Oops”" in words_of(moderator_client, item(comment))
    assert Report.objects.get().outcome == Outcome.GONE
