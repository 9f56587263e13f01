"""What is embargoed is nowhere before its time, whichever door somebody tries to publish it by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import make_roles
from news.approval import WRITERS, set_up_approval
from news.models import NewsIndexPage, NewsPage
from news.roles import NEWS_TEAM
from tests.factories.accounts import UserFactory
from tests.factories.news import no_rows
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db

#: An hour after the embargo ends, by summer time: 09:00 is 08:00 in Greenwich.
TYPED, ENDS = "2037-06-01 09:00", datetime(2037, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def news(home: Page) -> NewsIndexPage:
    """A list at /news/."""
    return NewsIndexPageFactory(title="News", slug="news")


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """As if it were then."""
    with time_machine.travel(moment, tick=False):
        yield


def form(**changes: Any) -> dict[str, Any]:
    """What the form of a story sends."""
    return {
        "title": "Quokka",
        "slug": "quokka",
        "publication_date": "2037-06-01",
        "body-count": "0",
        "topics": "",
        **no_rows(),
        **changes,
    }


def add(client: Client, news: Page, **changes: Any) -> Any:
    """Send the form of a new story."""
    return client.post(f"/admin/pages/add/news/newspage/{news.pk}/", form(**changes), follow=True)


def change(client: Client, story: Page, **changes: Any) -> Any:
    """Send the form of a story."""
    return client.post(f"/admin/pages/{story.pk}/edit/", form(**changes), follow=True)


def quokka() -> NewsPage:
    return NewsPage.objects.get(slug="quokka")


def said(answer: Any) -> str:
    """The words of a page of the CMS."""
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def test_publishing_an_embargoed_story_schedules_it_for_the_end(
    news: Page, admin_client: Client
) -> None:
    add(admin_client, news, embargoed_until=TYPED, **{"action-publish": "1"})
    story = quokka()
    assert (story.live, story.embargoed_until, story.go_live_at) == (False, ENDS, ENDS)
    assert story.scheduled_revision.approved_go_live_at == ENDS


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
def test_the_embargo_is_by_the_sites_clock_wherever_its_editor_is(
    news: Page, admin: User, admin_client: Client, zone: str
) -> None:
    UserProfile.objects.create(user=admin, current_time_zone=zone)
    add(admin_client, news, embargoed_until=TYPED)
    assert quokka().embargoed_until == ENDS
    page = admin_client.get(f"/admin/pages/{quokka().pk}/edit/").content.decode()
    assert f'value="{TYPED}"' in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2037-03-29 01:30", "There is no 01:30 on 29 March 2037"),
        ("2037-10-25 01:30", "01:30 on 25 October 2037 comes twice"),
    ],
)
def test_an_hour_that_summer_time_skips_or_repeats_is_refused(
    news: Page, admin_client: Client, typed: str, words: str
) -> None:
    assert words in said(add(admin_client, news, embargoed_until=typed))
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("2037-03-29 02:00", datetime(2037, 3, 29, 1, tzinfo=UTC)),
        ("2037-10-25 02:00", datetime(2037, 10, 25, 2, tzinfo=UTC)),
        (TYPED, ENDS),
    ],
)
def test_the_worker_publishes_it_at_its_minute_and_not_before(
    news: Page, admin_client: Client, typed: str, ends: datetime
) -> None:
    add(admin_client, news, embargoed_until=typed, **{"action-publish": "1"})
    with at(ends - timedelta(seconds=1)):
        call_command("publish_scheduled")
        assert not quokka().live
    with at(ends + timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert quokka().live


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"go_live_at": "2037-06-01 08:59"}, "the story is scheduled for 1 June 2037, 08:59"),
        ({"expire_at": "2037-06-01 09:00"}, "would expire before its embargo ends"),
    ],
)
def test_a_schedule_that_breaks_the_embargo_is_refused_with_a_word_how_to_mend_it(
    news: Page, admin_client: Client, changes: dict[str, str], words: str
) -> None:
    answer = add(admin_client, news, embargoed_until=TYPED, **changes, **{"action-publish": "1"})
    assert words in said(answer)
    assert not NewsPage.objects.exists()


def test_a_story_may_come_out_later_than_its_embargo_ends(news: Page, admin_client: Client) -> None:
    add(
        admin_client,
        news,
        embargoed_until=TYPED,
        go_live_at="2037-06-02 09:00",
        **{"action-publish": "1"},
    )
    assert quokka().go_live_at == ENDS + timedelta(days=1)


def test_a_story_that_is_out_takes_no_embargo(news: Page, admin_client: Client) -> None:
    story = NewsPageFactory(parent=news, slug="quokka")
    answer = change(admin_client, story, embargoed_until=TYPED)
    assert "The story is out already, so an embargo comes too late" in said(answer)
    assert quokka().embargoed_until is None


def under_embargo(news: Page) -> NewsPage:
    """A draft whose embargo lasts a day."""
    story = NewsPageFactory(
        parent=news,
        title="Quokka",
        slug="quokka",
        live=False,
        embargoed_until=timezone.now() + timedelta(days=1),
        embargo_note="Ask the press office.",
    )
    story.save_revision()
    return story


def test_no_code_makes_it_live_before(news: Page) -> None:
    story = under_embargo(news)
    story.live = True
    with pytest.raises(ValidationError):
        story.save()
    with pytest.raises(ValidationError):
        story.save(clean=False)
    revision = story.get_latest_revision()
    revision.content["go_live_at"] = None
    revision.save()
    with pytest.raises(ValidationError, match="is embargoed until"):
        revision.publish()
    assert not quokka().live


def test_the_bulk_action_schedules_it_too(news: Page, admin_client: Client) -> None:
    story = under_embargo(news)
    address = f"/admin/bulk/wagtailcore/page/publish/?id={story.pk}&next=/admin/"
    admin_client.post(address, {"include_descendants": ""})
    found = quokka()
    assert (found.live, found.scheduled_revision is not None) == (False, True)


def test_an_older_schedule_waits_for_an_embargo_that_comes_later(
    news: Page, admin_client: Client
) -> None:
    add(admin_client, news, go_live_at="2037-05-30 09:00", **{"action-publish": "1"})
    draft = quokka().get_latest_revision_as_object()  # the CMS locks what is scheduled
    draft.embargoed_until, draft.go_live_at = ENDS, None
    draft.save_revision()
    with at(ENDS - timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert not quokka().live
    with at(ENDS + timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert quokka().live


def test_lifting_the_embargo_lets_it_out(news: Page, admin_client: Client) -> None:
    story = under_embargo(news)
    change(admin_client, story, embargoed_until="", go_live_at="", **{"action-publish": "1"})
    assert quokka().live


def test_the_row_bears_the_embargo_of_the_latest_draft(news: Page, admin_client: Client) -> None:
    story = NewsPageFactory(parent=news, slug="quokka", live=False)
    change(admin_client, story, embargoed_until=TYPED, embargo_note="Ask Ann.")
    assert (quokka().embargoed_until, quokka().embargo_note) == (ENDS, "Ask Ann.")
    assert quokka().is_embargoed


def test_the_preview_says_that_it_may_not_be_spoken_of(news: Page, admin_client: Client) -> None:
    story = under_embargo(news)
    address = f"/admin/pages/{story.pk}/edit/preview/"
    admin_client.post(address, form(embargoed_until=TYPED, embargo_note="Ask the press office."))
    words = said(admin_client.get(f"{address}?mode="))
    assert "Embargoed until 1 June 2037, 09:00" in words
    assert "Do not speak of this story before then. Ask the press office." in words


def test_readers_are_never_shown_the_note(news: Page, staff_client: Client) -> None:
    story = NewsPageFactory(
        parent=news,
        slug="quokka",
        embargoed_until=timezone.now() - timedelta(days=1),
        embargo_note="Ask the press office.",
    )
    words = said(staff_client.get(story.url))
    assert "press office" not in words
    assert "mbargo" not in words


def test_the_form_says_what_schedule_expiry_and_embargo_do(
    news: Page, admin_client: Client
) -> None:
    words = said(admin_client.get(f"/admin/pages/add/news/newspage/{news.pk}/"))
    assert "Under an embargo not before its end." in words
    assert "From then on it stands nowhere" in words
    assert "Until then the story cannot be published and is not to be spoken of." in words


def ask_for_approval(news: Page) -> tuple[Client, NewsPage]:
    """An embargoed story that a writer sent for approval, and a browser of the news team, which approves."""
    make_roles()
    set_up_approval(news)
    writer, team = clients = Client(), Client()
    for client, group in zip(clients, (WRITERS, NEWS_TEAM), strict=True):
        person = UserFactory()
        person.groups.add(Group.objects.get(name=group))
        client.force_login(person)
    add(writer, news, embargoed_until=TYPED, **{"action-submit": "1"})
    return team, quokka()


def approve(client: Client, story: NewsPage) -> Any:
    """Approve the step that waits, as the button does."""
    step = NewsPage.objects.get(pk=story.pk).current_workflow_task_state
    address = f"/admin/pages/workflow/action/{story.pk}/approve/{step.pk}/"
    return client.post(address, {}, follow=True)


def test_approval_schedules_it_and_it_comes_out_by_itself(news: Page) -> None:
    team, story = ask_for_approval(news)
    assert story.workflow_in_progress
    assert approve(team, story).status_code == 200
    story = quokka()
    assert (story.live, story.workflow_in_progress) == (False, False)
    assert story.scheduled_revision.approved_go_live_at == ENDS
    with at(ENDS - timedelta(seconds=1)):
        call_command("publish_scheduled")
        assert not quokka().live
    with at(ENDS + timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert quokka().live


def test_what_was_approved_after_its_embargo_comes_out_at_once_and_not_before(news: Page) -> None:
    team, story = ask_for_approval(news)
    with at(ENDS + timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert not quokka().live
        team.force_login(User.objects.get(groups__name=NEWS_TEAM))
        approve(team, story)
        assert quokka().live


def test_an_embargo_that_is_put_off_while_approval_is_awaited_holds_too(news: Page) -> None:
    team, story = ask_for_approval(news)
    change(team, story, embargoed_until="2037-06-02 09:00")
    approve(team, story)
    assert quokka().workflow_in_progress  # what was changed meanwhile is approved anew
    approve(team, story)
    assert (quokka().live, quokka().workflow_in_progress) == (False, False)
    with at(ENDS + timedelta(hours=23)):
        call_command("publish_scheduled")
        assert not quokka().live
    with at(ENDS + timedelta(days=1, minutes=1)):
        call_command("publish_scheduled")
        assert quokka().live
