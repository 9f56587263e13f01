"""Whose story it is."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import User
from news.models import NewsPage, StoryAuthor
from news.panels import stories_by
from people.models import Person
from tests.factories.pages import NewsPageFactory, restrict
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def story_by(*people: Person, **fields: Any) -> NewsPage:
    story = NewsPageFactory(**fields)
    story.story_authors = [StoryAuthor(person=person) for person in people]
    story.save()
    return story


def byline(client: Client, story: NewsPage) -> Any:
    soup = BeautifulSoup(client.get(story.get_url()).content, "html.parser")
    return soup.select_one(".byline")


def test_authors_are_named_with_their_jobs_and_lead_to_their_profiles(
    home: Any, staff_client: Client
) -> None:
    ann = PersonFactory(first_name="Ann", last_name="Lee", job_title="Editor")
    bob = PersonFactory(first_name="Bob", last_name="Ray", job_title="")
    line = byline(staff_client, story_by(ann, bob, author="The harbour choir"))
    text = " ".join(line.get_text().split())
    assert "By Ann Lee, Editor; Bob Ray; The harbour choir" in text
    assert [a["href"] for a in line.select("a[href^='/people/']")] == [
        ann.get_absolute_url(),
        bob.get_absolute_url(),
    ]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"left_on": timezone.localdate() - timedelta(days=1)}, "Ann Lee"),
        (
            {"erased_at": timezone.now(), "first_name": "", "last_name": ""},
            "A former member of staff",
        ),
    ],
)
def test_who_is_gone_is_named_and_leads_nowhere(
    home: Any, staff_client: Client, change: dict[str, Any], shown: str
) -> None:
    ann = PersonFactory(first_name="Ann", last_name="Lee")
    story = story_by(ann, author="")
    Person.objects.filter(pk=ann.pk).update(**change)
    line = byline(staff_client, story)
    assert f"By {shown}" in " ".join(line.get_text().split())
    assert not line.select("a[href^='/people/']")


def test_a_profile_lists_the_stories_that_the_reader_may_read(
    home: Any, staff: User, django_assert_max_num_queries: Any
) -> None:
    ann = PersonFactory()
    stories = [story_by(ann, title=f"Story {n}") for n in range(3)]
    story_by(PersonFactory(), title="Another's")
    restrict(stories[0])
    stories[1].unpublish()
    request = RequestFactory().get("/")
    request.user = staff
    with django_assert_max_num_queries(3):
        panel = stories_by(request, ann)
    assert panel is not None
    assert [story.title for story in panel.context["stories"]] == ["Story 2"]
    assert stories_by(request, PersonFactory()) is None


def test_a_draft_keeps_its_authors_until_it_is_published(home: Any) -> None:
    ann = PersonFactory()
    story = NewsPageFactory()
    story.story_authors = [StoryAuthor(person=ann)]
    story.save_revision()
    assert NewsPage.objects.get(pk=story.pk).authors == []
    story.get_latest_revision().publish()
    assert NewsPage.objects.get(pk=story.pk).authors == [ann]
