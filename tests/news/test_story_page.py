"""What a reader, and the preview of a draft, shows of a story."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_factories import ImageFactory

from core.models import Image, PageTopic, Topic
from news.models import ChosenStory, Correction, NewsPage, StoryAuthor
from tests.factories.blocks import DocumentFactory, as_stream, every_block
from tests.factories.blocks import ImageFactory as PictureFactory
from tests.factories.conversations import CommentFactory, ReactionFactory
from tests.factories.news import AlertFactory, NewsSeriesFactory, no_rows
from tests.factories.pages import (
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
    text,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

MOST = 15


@pytest.fixture
def news(home: Page) -> Page:
    """A list at /news/."""
    return NewsIndexPageFactory(title="News", slug="news")


def soup_of(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(part: Any) -> str:
    return " ".join(part.get_text(" ").split())


def test_it_says_on_whose_behalf_it_speaks(news: Page, staff_client: Client) -> None:
    ann = PersonFactory(first_name="Ann", last_name="Lee", job_title="Chief Executive")
    story = NewsPageFactory(parent=news, on_behalf_of_person=ann, on_behalf_of="the Board")
    line = soup_of(staff_client.get(story.url)).select_one(".byline")
    assert "Published on behalf of Ann Lee , Chief Executive; the Board" in words(line)
    assert line.select_one(f"a[href='{ann.get_absolute_url()}']")
    ann.delete()
    assert NewsPage.objects.get(pk=story.pk).on_behalf_of == "the Board"


def test_it_says_what_it_means_for_the_reader(news: Page, staff_client: Client) -> None:
    story = NewsPageFactory(parent=news, what_it_means="Hand in <your> badge.")
    box = soup_of(staff_client.get(story.url)).select_one(".meaning")
    assert words(box) == "What this means for you Hand in <your> badge."
    plain = soup_of(staff_client.get(NewsPageFactory(parent=news).url))
    assert plain.select_one(".meaning") is None


def test_a_corrected_story_says_so_at_its_head_at_its_foot_and_in_lists(
    news: Page, staff_client: Client
) -> None:
    story = NewsPageFactory(parent=news, title="Corrected")
    NewsPageFactory(parent=news, title="Right at once")
    for month, note in ((7, "The later note."), (1, "The earlier note.")):
        at = datetime(2026, month, 1, 12, tzinfo=UTC)
        Correction.objects.create(page=story, at=at, note=note)
    page = soup_of(staff_client.get(story.url))
    assert "Updated 1 July 2026, 13:00" in words(page.select_one(".byline"))
    notes = [words(one) for one in page.select(".corrections li")]
    assert notes == [
        "1 January 2026, 12:00 The earlier note.",
        "1 July 2026, 13:00 The later note.",
    ]
    for address in ("/news/", "/"):
        chips = {
            words(one.select_one(".story__title")): bool(one.select_one(".chip"))
            for one in soup_of(staff_client.get(address)).select(".story")
        }
        assert chips == {"Corrected": True, "Right at once": False}, address


def test_a_correction_waits_in_its_draft(news: Page, staff_client: Client) -> None:
    story = NewsPageFactory(parent=news)
    story.corrections = [Correction(note="Not yet.")]
    story.save_revision()
    assert "Not yet." not in staff_client.get(story.url).content.decode()
    NewsPage.objects.get(pk=story.pk).get_latest_revision().publish()
    assert "Not yet." in staff_client.get(story.url).content.decode()


def test_markup_in_every_new_field_is_words(news: Page, staff_client: Client) -> None:
    bad = "<img src=x onerror=alert(1)>\u202e\u200b"
    series = NewsSeriesFactory(title=bad[:100], summary=bad)
    NewsPageFactory(parent=news, series=series)
    story = NewsPageFactory(
        parent=news, series=series, what_it_means=bad, on_behalf_of=bad, title=bad, slug="bad"
    )
    Correction.objects.create(page=story, note=bad)
    assert "<img src=x" not in staff_client.get("/news/bad/").content.decode()


def test_the_preview_shows_the_draft_and_not_what_is_live(news: Page, admin_client: Client) -> None:
    """A rival's preview showed the live body."""
    picture, chosen = ImageFactory(), NewsPageFactory(parent=news, title="Chosen in the draft")
    picture = Image.objects.create(title="Draft picture", file=picture.file, width=640, height=480)
    old, new = NewsSeriesFactory(title="Live series"), NewsSeriesFactory(title="Draft series")
    for series in (old, new):
        NewsPageFactory(parent=news, series=series)
    ann = PersonFactory(first_name="Draft", last_name="Author")
    story = NewsPageFactory(parent=news, title="Live title", standfirst="Live words", series=old)
    story.body = [text("<p>Live body</p>")]
    story.what_it_means, story.on_behalf_of = "Live meaning", "Live board"
    story.save_revision().publish()
    form = {
        "title": "Draft title",
        "slug": story.slug,
        "standfirst": "Draft words",
        "publication_date": "2026-07-01",
        "lead_image": picture.pk,
        "lead_image_alt": "Draft alternative",
        "what_it_means": "Draft meaning",
        "on_behalf_of": "Draft board",
        "topics": "Draft topic",
        "series": new.pk,
        "body": streamfield([("text", rich_text("<p>Draft body</p>"))]),
        **no_rows(),
    }
    sent = {
        **nested_form_data(form),
        **nested_form_data(
            {
                "story_authors": inline_formset([{"person": ann.pk}]),
                "chosen_stories": inline_formset([{"story": chosen.pk}]),
                "corrections": inline_formset([{"at": "2026-07-01 10:00", "note": "Draft note"}]),
            }
        ),
    }
    address = f"/admin/pages/{story.pk}/edit/preview/"
    answer = admin_client.post(address, sent)
    assert answer.json()["is_valid"], answer.content
    page = soup_of(admin_client.get(f"{address}?mode="))
    shown = words(page)
    for draft in (
        "Draft title",
        "Draft words",
        "Draft meaning",
        "Draft board",
        "Draft body",
        "Draft note",
        "Draft topic",
        "Draft Author",
        "Part 1 of 2 Draft series",
        "Chosen in the draft",
    ):
        assert draft in shown, draft
    assert page.select_one(".figure--lead img")["alt"] == "Draft alternative"
    assert "Live" not in words(page.select_one("main"))


def test_a_story_holds_bold_text_accordions_call_outs_steps_and_documents(
    news: Page, staff_client: Client
) -> None:
    story = NewsPageFactory(parent=news)
    blocks = every_block(news, PictureFactory(), DocumentFactory())
    story.body = as_stream(blocks)
    story.save_revision().publish()
    body = soup_of(staff_client.get(story.url)).select_one(".body")
    wanted = ".prose b", ".accordion details", ".callout", "ol.steps li", ".documents a[href]"
    assert [part for part in wanted if not body.select(part)] == []


def plenty(news: Page, times: int) -> NewsPage:
    """A story with everything on it, some of it several times over."""
    harbour, series = DepartmentPageFactory(), NewsSeriesFactory()
    story = NewsPageFactory(
        parent=news, department=harbour, series=series, what_it_means="x",
        on_behalf_of_person=PersonFactory(),
    )  # fmt: skip
    for place in range(times):
        topic = Topic.objects.create(name=f"T{story.pk}-{place}", slug=f"t{story.pk}-{place}")
        PageTopic.objects.create(content_object=story, tag=topic)
        other = NewsPageFactory(parent=news, department=harbour)
        PageTopic.objects.create(content_object=other, tag=topic)
        chosen = NewsPageFactory(parent=news, department=DepartmentPageFactory())
        ChosenStory.objects.create(page=story, story=chosen, sort_order=place)
        NewsPageFactory(parent=news, series=series)
        Correction.objects.create(page=story, note="Put right.")
        StoryAuthor.objects.create(page=story, person=PersonFactory(), sort_order=place)
        said = CommentFactory(page=story, author=PersonFactory(signs_in=True).user)
        CommentFactory(page=story, parent=said)
        ReactionFactory(number=said.pk)
        ReactionFactory(target="page", number=story.pk)
    story = NewsPage.objects.get(pk=story.pk)
    story.body = [text(f'<p><a linktype="page" id="{other.pk}">Read</a></p>')]
    story.save_revision().publish()
    return story


def test_a_story_with_everything_on_it_holds_its_queries(news: Page, staff_client: Client) -> None:
    restrict(NewsPageFactory(parent=news), Group.objects.create(name="Keepers"))
    AlertFactory()
    counts = []
    for times in (1, 5):
        story = plenty(news, times)
        staff_client.get(story.url)
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(story.url).status_code == 200
        counts.append(len(queries))
        said = "\n".join(query["sql"][:200] for query in queries)
        assert len(queries) <= MOST, said
    assert counts[0] == counts[1]


def test_the_page_is_valid_html(news: Page, staff_client: Client, html_errors: Any) -> None:
    AlertFactory(text="Stay at home.", link_address="https://example.org/")
    story = plenty(news, 2)
    pages = {name: staff_client.get(name).content.decode() for name in (story.url, "/news/")}
    assert html_errors(pages) == []
