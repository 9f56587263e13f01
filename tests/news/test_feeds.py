"""News to subscribe to: valid XML, whatever a headline holds, and nothing that its person may not read."""

from datetime import date, timedelta
from typing import Any

import pytest
from defusedxml import ElementTree
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from accounts import feed_keys
from accounts.models import User
from core.feeds.papers import clean_line, clean_text
from news.models import NewsPage
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, restrict

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> ]]> & \x00\x07\x1b\ufffe\uffff\ud800 \u202etxet \u200b“é”"


@pytest.fixture
def news(home: Page) -> Page:
    return NewsIndexPageFactory(title="News", slug="news")


def content(user: User, form: str) -> bytes:
    key = feed_keys.key_of(user) or feed_keys.renew(user)
    answer = Client().get(f"/feeds/{key}/news/site.{form}")
    assert answer.status_code == 200
    return answer.content


def headlines(user: User) -> list[str]:
    """The headlines in RSS, which are those in Atom too."""
    rss = [
        item.findtext("title") for item in ElementTree.fromstring(content(user, "rss")).iter("item")
    ]
    entries = ElementTree.fromstring(content(user, "atom")).iter(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == rss
    return rss


def test_rss_says_what_when_and_where(news: Page, staff: User) -> None:
    story = NewsPageFactory(parent=news, title="The tide turns", publication_date=date(2026, 7, 1))
    root = ElementTree.fromstring(content(staff, "rss"))
    assert root.get("version") == "2.0"
    assert root.findtext("channel/title").startswith("News – ")
    item = root.find("channel/item")
    assert item.findtext("link") == f"http://testserver{story.get_url()}"
    assert item.findtext("description") == "<p>What happened, in a sentence.</p>"
    assert item.findtext("pubDate") == "Wed, 01 Jul 2026 00:00:00 +0100"
    assert item.find("guid").text == story.translation_key.urn
    assert item.find("guid").get("isPermaLink") == "false"


def test_atom_says_who_and_when(news: Page, staff: User) -> None:
    story = NewsPageFactory(parent=news, publication_date=date(2026, 7, 1))
    root = ElementTree.fromstring(content(staff, "atom"))
    assert root.findtext(f"{ATOM}id").startswith("urn:uuid:")
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Priya Nair"
    assert entry.findtext(f"{ATOM}published") == "2026-07-01T00:00:00+01:00"
    assert entry.findtext(f"{ATOM}id") == story.translation_key.urn
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{story.get_url()}"


def test_the_latest_come_first_and_the_rest_is_on_the_site(news: Page, staff: User) -> None:
    for number in range(52):
        day = date(2026, 1, 1) + timedelta(days=number)
        NewsPageFactory(parent=news, title=str(number), publication_date=day)
    assert headlines(staff) == [str(number) for number in range(51, 1, -1)]


def test_hostile_headlines_stay_words(news: Page, staff: User) -> None:
    NewsPage.objects.filter(pk=NewsPageFactory(parent=news).pk).update(
        title=HOSTILE.replace("\x00", "").replace("\ud800", ""),
        standfirst="<img src=x onerror=alert(1)>\x1b",
    )
    assert headlines(staff) == ["<script>alert(1)</script> ]]> & txet “é”"]
    item = ElementTree.fromstring(content(staff, "rss")).find("channel/item")
    assert item.findtext("description") == "<p>&lt;img src=x onerror=alert(1)&gt;</p>"


@given(st.text(st.characters()))
def test_every_text_can_stand_in_xml(text: str) -> None:
    from io import StringIO

    from django.utils.xmlutils import SimplerXMLGenerator

    for clean in (clean_line, clean_text):
        out = StringIO()
        writer = SimplerXMLGenerator(out, "utf-8")
        writer.addQuickElement("title", clean(text))
        assert (ElementTree.fromstring(out.getvalue()).text or "") == clean(text)


def test_what_is_not_to_be_read_is_in_no_feed(news: Page, staff: User) -> None:
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(minutes=1)
    NewsPageFactory(parent=news, title="open")
    NewsPageFactory(parent=news, title="draft", live=False)
    NewsPageFactory(parent=news, title="scheduled", live=False, go_live_at=soon)
    NewsPageFactory(parent=news, title="expired", expire_at=past)
    NewsPageFactory(parent=news, title="embargoed", live=False, embargoed_until=soon)
    NewsPageFactory(parent=news, title="unpublished").unpublish()
    restrict(NewsPageFactory(parent=news, title="closed"), Group.objects.create(name="Insiders"))
    drafted = NewsPageFactory(parent=news, title="as published")
    drafted.title = "as drafted"
    drafted.save_revision()
    assert sorted(headlines(staff)) == ["as published", "open"]


@pytest.mark.parametrize("groups", [(), ("A",), ("B",), ("A", "B")])
def test_a_feed_is_what_its_person_may_read(
    groups: tuple[str, ...], news: Page, staff: User
) -> None:
    named = {name: Group.objects.create(name=name) for name in ("A", "B")}
    below = NewsIndexPageFactory(parent=news, title="Below")
    restrict(below, named["A"])
    for parent, restricted in ((news, ()), (news, ("A",)), (below, ()), (below, ("B",))):
        story = NewsPageFactory(parent=parent)
        if restricted:
            restrict(story, *(named[name] for name in restricted))
    staff.groups.set(named[name] for name in groups)
    staff = User.objects.get(pk=staff.pk)
    readable: Any = NewsPage.objects.readable_by(staff).latest_first()
    assert headlines(staff) == [story.title for story in readable]
