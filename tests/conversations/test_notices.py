"""What people are told of comments: who, and how it is shown to each."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from conversations.models import Comment
from conversations.notices import Comments
from conversations.services import posting
from conversations.services.posting import Draft
from core import registry
from core.notices import Notice, NoticeKind, Sight
from news.models import NewsPage, StoryAuthor
from tests.factories.accounts import UserFactory
from tests.factories.conversations import CommentFactory, place_of
from tests.factories.pages import NewsPageFactory, restrict
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> NewsPage:
    return NewsPageFactory(title="The ferry is back", owner=UserFactory())


@pytest.fixture
def told() -> Iterator[list[Notice]]:
    """What people are told of, as it is said."""
    notices: list[Notice] = []
    registry.notice_takers.add("test", notices.append)
    yield notices
    del registry.notice_takers._items["test"]


def say(user: User, story: NewsPage, text: str, parent: Comment | None = None) -> Comment:
    return posting.add_comment(user, place_of(story), Draft(text, text), parent)


def heard(told: list[Notice], kind: NoticeKind) -> list[int]:
    return [user for notice in told if notice.kind == kind for user in notice.users]


def test_whoever_made_a_story_is_told_of_a_comment(
    staff: User, story: NewsPage, told: list[Notice]
) -> None:
    say(staff, story, "Good")
    assert heard(told, NoticeKind.REPLIED) == [story.owner_id]


def test_its_authors_are_told_in_place_of_whoever_made_it(
    staff: User, story: NewsPage, told: list[Notice]
) -> None:
    author = PersonFactory(signs_in=True)
    StoryAuthor.objects.create(page=story, person=author)
    say(staff, story, "Good")
    assert heard(told, NoticeKind.REPLIED) == [author.user_id]


def test_whoever_is_replied_to_is_told_and_not_of_their_own(
    staff: User, story: NewsPage, told: list[Notice]
) -> None:
    top = CommentFactory(page=story)
    reply = CommentFactory(page=story, parent=top)
    say(staff, story, "Indeed", reply)
    assert heard(told, NoticeKind.REPLIED) == [reply.author_id]
    told.clear()
    say(reply.author, story, "As I said", reply)
    assert heard(told, NoticeKind.REPLIED) == []


def test_who_is_mentioned_is_not_told_twice_of_one_comment(
    staff: User, story: NewsPage, told: list[Notice]
) -> None:
    ana = PersonFactory(first_name="Ana", last_name="Duarte", signs_in=True)
    say(staff, story, "Yes, @Ana Duarte", CommentFactory(page=story, author=ana.user))
    assert heard(told, NoticeKind.MENTIONED) == [ana.user_id]
    assert heard(told, NoticeKind.REPLIED) == []


def test_an_edit_tells_only_those_who_are_mentioned_newly(
    staff: User, story: NewsPage, told: list[Notice]
) -> None:
    ana = PersonFactory(first_name="Ana", last_name="Duarte", signs_in=True)
    bo = PersonFactory(first_name="Bo", last_name="Lind", signs_in=True)
    comment = say(staff, story, "Ask @Ana Duarte")
    told.clear()
    posting.edit(staff, comment, Draft("Ask @Ana Duarte or @Bo Lind"))
    assert heard(told, NoticeKind.MENTIONED) == [bo.user_id]
    assert ana.user_id not in heard(told, NoticeKind.MENTIONED)


def test_a_comment_is_told_by_what_it_is_about(staff: User, story: NewsPage) -> None:
    comment = CommentFactory(page=story, text="At last, " + "and again " * 40)
    shown = Comments().show(staff, [comment.pk])[comment.pk]
    assert (shown.title, shown.address) == ("The ferry is back", f"/talk/comment/{comment.pk}/")
    assert shown.excerpt.startswith("At last")
    assert len(shown.excerpt) <= 140
    assert Comments().sights([comment.pk]) == {comment.pk: Sight(page=story.pk)}


@pytest.mark.parametrize("end", ["closed to me", "no conversation", "deleted", "unpublished"])
def test_nobody_is_told_of_what_they_may_not_read_any_more(
    staff: User, story: NewsPage, end: str
) -> None:
    comment = CommentFactory(page=story)
    if end == "closed to me":
        restrict(story, Group.objects.create(name="Crew"))
    elif end == "no conversation":
        NewsPage.objects.filter(pk=story.pk).update(comments="none")
    elif end == "deleted":
        posting.delete(comment.author, comment)
    else:
        story.unpublish()
    assert Comments().show(staff, [comment.pk]) == {}


def test_many_are_shown_in_as_many_queries_as_one(
    staff: User, story: NewsPage, django_assert_max_num_queries: object
) -> None:
    numbers = [comment.pk for comment in CommentFactory.create_batch(30, page=story)]
    Comments().show(staff, numbers[:1])
    with django_assert_max_num_queries(2):
        assert len(Comments().show(staff, numbers)) == 30
