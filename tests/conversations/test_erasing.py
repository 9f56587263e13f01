"""What becomes of what somebody said when they leave, and when they are erased."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from conversations.models import Comment, Mention, Reaction, ReadOnly, Report
from conversations.services.moderating import make_read_only
from conversations.services.posting import Draft, add_comment
from news.models import NewsPage
from people.models import Person
from people.services.erasure import erase
from tests.factories.conversations import (
    CommentFactory,
    ReactionFactory,
    ReportFactory,
    place_of,
)
from tests.factories.pages import NewsPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> NewsPage:
    return NewsPageFactory(title="The ferry is back")


@pytest.fixture
def ana() -> Person:
    return PersonFactory(first_name="Ana", last_name="Duarte", signs_in=True)


def talk_of(client: Client, story: NewsPage) -> BeautifulSoup:
    return BeautifulSoup(client.get(story.url).content, "html.parser").select_one(".talk")


def test_who_has_left_is_named_without_a_way_to_them(staff_client: Client, story: NewsPage) -> None:
    gone = PersonFactory(first_name="Bo", last_name="Lind", signs_in=True, has_left=True)
    CommentFactory(page=story, author=gone.user, text="Goodbye")
    shown = talk_of(staff_client, story)
    assert "Bo Lind" in shown.text
    assert "Goodbye" in shown.text
    assert not shown.select(".said__by > a:not(.said__when)")


def test_an_account_without_a_profile_is_shown_by_its_name(
    staff: User, staff_client: Client, story: NewsPage
) -> None:
    CommentFactory(page=story, author=staff)
    assert "Sam Okafor" in talk_of(staff_client, story).text


def test_nothing_of_an_erased_person_is_left_but_that_something_was_said(
    admin: User, staff: User, staff_client: Client, story: NewsPage, ana: Person
) -> None:
    said = CommentFactory(page=story, author=ana.user, text="My dog is called Rex")
    CommentFactory(page=story, parent=said, text="Good dog", author=staff)
    alone = CommentFactory(page=story, author=ana.user, text="Only me")
    naming = add_comment(staff, place_of(story), Draft("Thanks, @Ana Duarte!", "a"))
    ReactionFactory(target="page", number=story.pk, user=ana.user)
    ReportFactory(said=said, text="My dog is called Rex")
    ReportFactory(said=naming, reporter=ana.user, words="I mind", text=naming.text)
    make_read_only(admin, ana.user, admin.date_joined.replace(year=2099), "Ana shouted")
    erase(ana, admin)
    shown = talk_of(staff_client, story)
    assert "Good dog" in shown.text
    assert shown.select(f"#comment-{said.pk} > .said__gone")
    assert not shown.select(f"#comment-{alone.pk}")
    everything = [
        *Comment.objects.values_list("text", flat=True),
        *Report.objects.values_list("text", flat=True),
        *Report.objects.values_list("words", flat=True),
        *Mention.objects.values_list("name", flat=True),
        shown.text,
    ]
    for words in everything:
        assert "Ana" not in words
        assert "Rex" not in words
        assert "mind" not in words
    assert not Reaction.objects.filter(user=ana.user_id).exists()
    assert not ReadOnly.objects.exists()
    assert Comment.objects.get(pk=naming.pk).text == "Thanks, a former colleague!"


def test_deleting_an_account_leaves_what_was_said_by_nobody(
    staff_client: Client, story: NewsPage
) -> None:
    comment = CommentFactory(page=story, text="Still here")
    comment.author.delete()
    shown = talk_of(staff_client, story)
    assert "Still here" in shown.text
    assert "A former member of staff" in shown.text


def test_deleting_a_page_takes_what_was_said_about_it_along(story: NewsPage) -> None:
    comment, elsewhere = CommentFactory(page=story), CommentFactory(page=NewsPageFactory())
    CommentFactory(page=story, parent=comment)
    for target, number in (("page", story.pk), ("comment", comment.pk)):
        ReactionFactory(target=target, number=number)
    ReportFactory(said=comment)
    story.delete()
    assert list(Comment.objects.all()) == [elsewhere]
    assert not Reaction.objects.exists()
    assert not Report.objects.exists()
