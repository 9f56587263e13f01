"""Saying something, changing it, taking it back: the rules, at the service that every door calls."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from conversations.enums import ReactionKind, Reason, Talk
from conversations.models import Comment, Mention, Reaction, Report
from conversations.services import posting, reacting, reporting
from conversations.services.posting import Draft
from conversations.services.refusals import RefusedError, Why
from conversations.targets import find
from core import registry
from core.notices import Notice, NoticeKind
from news.models import NewsPage
from tests.factories.accounts import UserFactory
from tests.factories.conversations import CommentFactory, place_of
from tests.factories.pages import NewsPageFactory, restrict
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> NewsPage:
    return NewsPageFactory(title="The ferry is back")


@pytest.fixture
def told() -> list[Notice]:
    """What people are told of, as it is said."""
    notices: list[Notice] = []
    registry.notice_takers.add("test", notices.append)
    yield notices
    del registry.notice_takers._items["test"]


def refused(*args: object, **kwargs: object) -> Why:
    with pytest.raises(RefusedError) as caught:
        posting.add_comment(*args, **kwargs)
    return caught.value.why


def test_a_comment_is_kept_by_who_said_it(staff: User, story: NewsPage) -> None:
    comment = posting.add_comment(staff, place_of(story), Draft("  At last!  ", "a"))
    assert (comment.author, comment.text, comment.subject_key) == (
        staff,
        "At last!",
        ("page", story.pk),
    )


def test_a_form_sent_twice_gives_one_comment_and_the_same_answer(
    staff: User, story: NewsPage
) -> None:
    first = posting.add_comment(staff, place_of(story), Draft("Once", "a"))
    assert posting.add_comment(staff, place_of(story), Draft("Once more", "a")) == first
    assert Comment.objects.get().text == "Once"


def test_two_forms_that_come_at_the_same_moment_give_one_comment(
    staff: User, story: NewsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = posting.add_comment(staff, place_of(story), Draft("Once", "a"))
    real, asked = posting.sent_before, []

    def too_early(*args: object) -> Comment | None:
        asked.append(args)
        return real(*args) if len(asked) > 2 else None  # nothing is there yet when it is asked

    monkeypatch.setattr(posting, "sent_before", too_early)
    assert posting.add_comment(staff, place_of(story), Draft("Once", "a")) == first
    assert Comment.objects.count() == 1


def test_another_persons_token_is_nothing_to_me(staff: User, story: NewsPage) -> None:
    posting.add_comment(UserFactory(), place_of(story), Draft("Theirs", "a"))
    posting.add_comment(staff, place_of(story), Draft("Mine", "a"))
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("talk", [Talk.CLOSED, Talk.NONE])
def test_a_closed_conversation_takes_no_comment(staff: User, story: NewsPage, talk: Talk) -> None:
    story.comments = talk
    assert refused(staff, place_of(story), Draft("Too late", "a")) == Why.CLOSED
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u200b", "\u2800", "\u202e", "\u0301"])
def test_a_comment_without_anything_to_see_is_refused(
    staff: User, story: NewsPage, text: str
) -> None:
    assert refused(staff, place_of(story), Draft(text, "a")) == Why.EMPTY


@pytest.mark.parametrize("length", [2001, 5000, 1_000_000])
def test_a_comment_that_is_too_long_is_refused(staff: User, story: NewsPage, length: int) -> None:
    assert refused(staff, place_of(story), Draft("x" * length, "a")) == Why.TOO_LONG


def test_two_thousand_characters_are_not_too_long(staff: User, story: NewsPage) -> None:
    assert posting.add_comment(staff, place_of(story), Draft("x" * 2000, "a")).pk


def test_nobody_says_more_than_ten_things_a_minute(staff: User, story: NewsPage) -> None:
    CommentFactory.create_batch(10, page=story, author=staff)
    assert refused(staff, place_of(story), Draft("One more", "a")) == Why.TOO_OFTEN


def test_a_reply_to_a_reply_goes_under_the_first_comment(staff: User, story: NewsPage) -> None:
    top = CommentFactory(page=story)
    reply = CommentFactory(page=story, parent=top)
    answer = posting.add_comment(staff, place_of(story), Draft("Me too", "a"), reply)
    assert answer.parent == top


def test_a_reply_to_a_comment_elsewhere_is_refused(staff: User, story: NewsPage) -> None:
    elsewhere = CommentFactory(page=NewsPageFactory())
    assert refused(staff, place_of(story), Draft("Hm", "a"), elsewhere) == Why.CLOSED


def test_who_is_mentioned_is_told_and_who_may_not_read_it_is_not(
    staff: User, story: NewsPage, told: list[Notice]
) -> None:
    restrict(story, Group.objects.create(name="Crew"))
    inside = PersonFactory(first_name="Ana", last_name="Duarte", signs_in=True)
    PersonFactory(first_name="Bo", last_name="Lind", signs_in=True)
    for user in (inside.user, staff):
        user.groups.add(Group.objects.get(name="Crew"))
    text = "Thanks @Ana Duarte and @Bo Lind!"
    comment = posting.add_comment(staff, place_of(story), Draft(text, "a"))
    assert Mention.objects.filter(number=comment.pk).count() == 2
    mentioned = [notice for notice in told if notice.kind == NoticeKind.MENTIONED]
    assert [notice.users for notice in mentioned] == [[inside.user_id]]


def test_a_name_that_two_people_have_is_asked_about(staff: User, story: NewsPage) -> None:
    _one, two = PersonFactory.create_batch(2, first_name="Sam", last_name="Smith")
    with pytest.raises(RefusedError) as caught:
        posting.add_comment(staff, place_of(story), Draft("Ask @Sam Smith", "a"))
    assert len(caught.value.questions[0].people) == 2
    chosen = Draft("Ask @Sam Smith", "a", chosen=[two.pk], was_asked=True)
    posting.add_comment(staff, place_of(story), chosen)
    assert Mention.objects.get().person_id == two.pk


def test_more_than_twenty_mentions_are_refused(staff: User, story: NewsPage) -> None:
    text = " ".join(f"@A{n}" for n in range(300))
    assert refused(staff, place_of(story), Draft(text, "a")) == Why.TOO_MANY_NAMES


def test_a_reaction_takes_the_place_of_another_and_goes_when_given_again(
    staff: User, story: NewsPage
) -> None:
    story_itself = find(staff, "page", story.pk)
    assert reacting.react(staff, story_itself, ReactionKind.LIKE) == "like"
    assert reacting.react(staff, story_itself, ReactionKind.LOVE) == "love"
    assert Reaction.objects.get().kind == "love"
    assert reacting.react(staff, story_itself, ReactionKind.LOVE) is None
    assert not Reaction.objects.exists()


def test_somebody_reports_a_thing_once(staff: User, story: NewsPage) -> None:
    target = find(staff, "comment", CommentFactory(page=story).pk)
    assert reporting.report(staff, target, Reason.RUDE)[1]
    assert not reporting.report(staff, target, Reason.OTHER)[1]
    assert Report.objects.get().reason == Reason.RUDE


def test_an_author_changes_what_they_said_and_nobody_else_does(
    staff: User, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, author=staff, text="Helo")
    with pytest.raises(RefusedError):
        posting.edit(UserFactory(), comment, Draft("Mine now"))
    assert posting.edit(staff, comment, Draft("Hello"))
    comment.refresh_from_db()
    assert comment.text == "Hello"
    assert comment.edited_at


def test_a_deleted_comment_leaves_no_words(staff: User, story: NewsPage) -> None:
    comment = CommentFactory(page=story, author=staff)
    posting.delete(staff, comment)
    comment.refresh_from_db()
    assert comment.text == ""
    assert not Comment.objects.standing().exists()
