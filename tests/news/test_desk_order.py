"""The order of stories at the news desk, through its form."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from core import epochs
from news.desk.arranging import ArrangedMeanwhileError, Pin, Stored, arrange
from news.desk.places import Place, home
from news.models import NewsPage, PinnedStory
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, restrict
from tests.factories.rights import person_with
from tests.factories.roles import Company, company
from tests.news.desk_worlds import client_of, draft, scheduled

pytestmark = pytest.mark.django_db

HOME = "/admin/news/order/home/"


@pytest.fixture
def firm(home: Page) -> Company:
    """Two departments, a news list, and a person in each role."""
    return company()


@pytest.fixture
def stories(firm: Company) -> list[NewsPage]:
    """Four stories that are out."""
    return [NewsPageFactory(parent=firm.news, title=f"Story {n}") for n in "ABCD"]


def form(client: Client, *stories: NewsPage, do: str = "save", at: str = HOME, **more: Any) -> Any:
    """What the form's button sends, after the form was looked at."""
    version = more.pop("version", None) or client.get(at).context["version"]
    values = {"version": version, "do": do, "story": [one.pk for one in stories], **more}
    return client.post(at, values)


def shown(answer: Any) -> list[str]:
    """The stories of the form, in order."""
    return [story.title for _line, story in answer.context["lines"]]


def pinned(place: Any = None) -> list[tuple[str, bool]]:
    """What is saved."""
    pins = PinnedStory.objects.filter(place=place).select_related("story")
    return [(pin.story.title, pin.is_lead) for pin in pins.order_by("order")]


def front(client: Client) -> list[str]:
    """The headlines of the home page, the lead first."""
    soup = BeautifulSoup(client.get("/").content, "html.parser")
    return [title.get_text(strip=True) for title in soup.select(".story__title")]


def previewed(client: Client, answer: Any) -> list[str]:
    """The headlines that the preview shows."""
    soup = BeautifulSoup(answer.content, "html.parser")
    drawn = client.get(soup.select_one("iframe")["src"])
    assert drawn.status_code == 200
    page = BeautifulSoup(drawn.content, "html.parser")
    return [title.get_text(strip=True) for title in page.select(".story__title")]


def test_the_saved_order_is_what_readers_see_the_first_leading(
    firm: Company, stories: list[NewsPage]
) -> None:
    a, b, _c, d = stories
    comms, reader = firm.client("comms"), firm.client("staff")
    assert front(reader)[0] == "Story D"  # the latest, while nothing is pinned
    before = epochs.current().tree
    answer = form(comms, b, d, a)
    assert answer.status_code == 302
    assert pinned() == [("Story B", True), ("Story D", False), ("Story A", False)]
    assert front(reader)[:4] == ["Story B", "Story D", "Story A", "Story C"]
    assert epochs.current().tree > before
    entry = PageLogEntry.objects.get(action="news.arrange")
    assert entry.user == firm.people["comms"]
    assert entry.data == {"stories": [b.pk, d.pk, a.pk]}
    history = firm.client("superuser").get(f"/admin/pages/{entry.page_id}/history/")
    assert b"Put the stories in order" in history.content
    form(comms)
    assert pinned() == []
    assert front(reader)[0] == "Story D"


def test_each_button_changes_the_form_and_nothing_is_saved(
    firm: Company, stories: list[NewsPage]
) -> None:
    a, b, c, d = stories
    comms = firm.client("comms")
    cases = {
        f"up:{b.pk}": "BAC", f"down:{a.pk}": "BAC", f"lead:{c.pk}": "CAB", f"remove:{b.pk}": "AC",
        f"add:{d.pk}": "ABCD", f"up:{a.pk}": "ABC", f"down:{c.pk}": "ABC", f"add:{a.pk}": "ABC",
        "up:x": "ABC", "": "ABC", "nothing:1": "ABC", "up:": "ABC", f"up:{d.pk}": "ABC", "look": "ABC",
    }  # fmt: skip
    for do, wanted in cases.items():
        answer = form(comms, a, b, c, do=do)
        assert answer.status_code == 200, do
        assert shown(answer) == [f"Story {letter}" for letter in wanted], do
    assert pinned() == []


def test_a_story_is_moved_by_choosing_its_position(firm: Company, stories: list[NewsPage]) -> None:
    a, b, c, _d = stories
    comms = firm.client("comms")
    for story, position, wanted in (
        (c, "1", "CAB"),
        (a, "3", "BCA"),
        (b, "99", "ACB"),
        (b, "x", "ABC"),
    ):
        answer = form(comms, a, b, c, do="look", **{f"position-{story.pk}": position})
        assert shown(answer) == [f"Story {letter}" for letter in wanted]
    form(comms, a, b, c, **{f"position-{c.pk}": "1"})
    assert [title for title, _lead in pinned()] == ["Story C", "Story A", "Story B"]


def test_the_preview_shows_the_home_page_with_the_order_that_is_not_saved(
    firm: Company, stories: list[NewsPage]
) -> None:
    a, b, _c, _d = stories
    comms = firm.client("comms")
    answer = form(comms, a, b, do=f"up:{b.pk}")
    assert previewed(comms, answer)[:2] == ["Story B", "Story A"]
    assert front(firm.client("staff"))[0] == "Story D"
    form(comms, a)
    assert previewed(comms, comms.get(HOME))[0] == "Story A"
    assert previewed(comms, form(comms, b, do="look"))[0] == "Story B"


def test_the_preview_may_be_framed_by_the_cms_alone_and_keeps_the_readers_policy(
    firm: Company,
) -> None:
    answer = firm.client("comms").get(f"{HOME}preview/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy
    assert firm.client("staff").get("/")["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "query",
    ["story=abc", "story=0", "story=-1", "story=" + "9" * 3000, "story=1&story=1", "story=%D9%A3", "x=1", "story="],
)  # fmt: skip
def test_the_preview_of_what_is_not_there_is_the_home_page(
    query: str, firm: Company, stories: list[NewsPage]
) -> None:
    assert firm.client("comms").get(f"{HOME}preview/?{query}").status_code == 200


def test_the_preview_of_a_story_that_is_not_out_or_is_closed_does_not_show_it(
    firm: Company, stories: list[NewsPage]
) -> None:
    closed = NewsPageFactory(parent=NewsIndexPageFactory(parent=firm.other.page), title="Closed")
    restrict(closed, Group.objects.create(name="Keepers"))
    secret = draft(firm.news, "Secret draft")
    html = firm.client("comms").get(f"{HOME}preview/?story={closed.pk}&story={secret.pk}").content
    assert b"Closed" not in html
    assert b"Secret draft" not in html


def test_a_scheduled_story_is_pinned_ahead_and_shows_once_it_is_out(
    firm: Company, stories: list[NewsPage]
) -> None:
    a = stories[0]
    soon = timezone.now() + timedelta(hours=2)
    ahead = scheduled(firm.news, "Ahead", soon)
    comms, reader = firm.client("comms"), firm.client("staff")
    answer = form(comms, ahead, a, do="look")
    assert "Appears when it is published" in answer.content.decode()
    assert form(comms, ahead, a).status_code == 302
    assert "Ahead" not in front(reader)
    assert front(reader)[0] == "Story A"
    with time_machine.travel(soon + timedelta(minutes=1)):
        ahead.scheduled_revision.publish()
        assert front(firm.client("staff"))[:2] == ["Ahead", "Story A"]


def test_a_pin_ends_by_the_sites_clock(firm: Company, stories: list[NewsPage]) -> None:
    a, b, _c, _d = stories
    comms = firm.client("comms")
    with time_machine.travel(datetime(2026, 10, 24, 9, 0, tzinfo=UTC), tick=False):
        end = {f"until-{a.pk}": "2026-10-25T18:00"}
        assert form(firm.client("comms"), a, b, **end).status_code == 302
        assert PinnedStory.objects.get(story=a).until == datetime(2026, 10, 25, 18, 0, tzinfo=UTC)
        assert "2026-10-25T18:00" in firm.client("comms").get(HOME).content.decode()
        for typed, said in (
            ("2026-10-25T01:30", "comes twice"),
            ("2027-03-28T01:30", "There is no 01:30"),
            ("2026-10-23T09:00", "That time is over"),
            ("soon", "Enter a valid date/time"),
        ):
            answer = form(firm.client("comms"), b, **{f"until-{b.pk}": typed})
            assert answer.status_code == 200
            assert said in answer.content.decode()
        assert len(pinned()) == 2
    with time_machine.travel(datetime(2026, 10, 25, 18, 1, tzinfo=UTC), tick=False):
        assert front(firm.client("staff"))[0] == "Story B"
        assert shown(firm.client("comms").get(HOME)) == ["Story B"]
    assert comms


def test_the_second_writer_is_told_whose_order_it_would_undo(
    firm: Company, stories: list[NewsPage]
) -> None:
    a, b, c, _d = stories
    first, second = firm.client("comms"), firm.client("superuser")
    seen = second.get(HOME).context["version"]
    form(first, a, b)
    answer = form(second, c, version=seen)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert firm.people["comms"].get_full_name() in html
    assert "another order meanwhile" in html
    assert [story.title for story in answer.context["theirs"]] == ["Story A", "Story B"]
    assert shown(answer) == ["Story C"]
    assert [title for title, _lead in pinned()] == ["Story A", "Story B"]
    # Having seen it, they may save theirs.
    assert form(second, c, version=answer.context["version"]).status_code == 302
    assert pinned() == [("Story C", True)]


def test_a_form_sent_twice_is_saved_once(firm: Company, stories: list[NewsPage]) -> None:
    comms = firm.client("comms")
    seen = comms.get(HOME).context["version"]
    assert form(comms, stories[0], version=seen).status_code == 302
    assert form(comms, stories[0], version=seen).status_code == 409
    assert PageLogEntry.objects.filter(action="news.arrange").count() == 1
    assert pinned() == [("Story A", True)]


def test_the_service_holds_the_same_rules(firm: Company, stories: list[NewsPage]) -> None:
    place = home()
    assert place is not None
    version = Stored.of(place).version
    pins = [Pin(stories[0].pk), Pin(stories[0].pk)]
    arrange(place, pins, version, firm.people["comms"])
    assert pinned() == [("Story A", True)]
    with pytest.raises(ArrangedMeanwhileError):
        arrange(place, [], version, firm.people["comms"])
    for pins, user in (
        ([Pin(999_999)], firm.people["comms"]),
        ([Pin(n) for n in range(1, 20)], firm.people["comms"]),
        ([], firm.people["staff"]),
        ([], firm.people["department publisher"]),
    ):
        with pytest.raises(Exception, match=r"gone|At most|may not"):
            arrange(place, pins, Stored.of(place).version, user)
    assert pinned() == [("Story A", True)]


def test_deleting_a_story_takes_it_out_of_the_order_alone(
    firm: Company, stories: list[NewsPage]
) -> None:
    a, b, _c, _d = stories
    comms = firm.client("comms")
    form(comms, a, b)
    Page.objects.get(pk=a.pk).specific.delete(user=None)
    assert shown(comms.get(HOME)) == ["Story B"]
    answer = form(comms, a, b)  # somebody's form still names it
    assert answer.status_code == 404
    assert front(firm.client("staff"))[0] == "Story B"


@pytest.mark.parametrize(
    ("role", "at_home", "own", "others"),
    [
        ("staff", 302, 302, 302),
        ("people admin", 302, 302, 302),
        ("department editor", 302, 200, 302),
        ("department publisher", 302, 200, 302),
        ("comms", 200, 302, 302),
        ("site admin", 200, 200, 200),
        ("superuser", 200, 200, 200),
    ],
)
def test_each_role_reaches_the_orders_of_its_own_places_alone(
    role: str, at_home: int, own: int, others: int, firm: Company
) -> None:
    client = firm.client(role)
    places = {
        HOME: at_home,
        f"/admin/news/order/{firm.own.page.pk}/": own,
        f"/admin/news/order/{firm.other.page.pk}/": others,
    }
    for address, status in places.items():
        assert client.get(address).status_code == status, address
        assert client.get(f"{address}preview/").status_code == status, address
        assert client.post(address, {"do": "save", "version": ""}).status_code in {status, 302, 409}
    assert PinnedStory.objects.count() == 0


def test_an_editor_tries_an_order_out_and_a_publisher_saves_it(firm: Company) -> None:
    news = NewsIndexPageFactory(parent=firm.own.page)
    a, b = (NewsPageFactory(parent=news, title=f"Ours {n}") for n in "AB")
    at = f"/admin/news/order/{firm.own.page.pk}/"
    editor, publisher = firm.client("department editor"), firm.client("department publisher")
    page = editor.get(at).content.decode()
    assert "Save the order" not in page
    answer = form(editor, a, b, do="look", at=at)
    assert previewed(editor, answer) == ["Ours A", "Ours B"]
    assert form(editor, a, b, at=at).status_code == 302
    assert pinned(firm.own.page) == []
    assert form(publisher, a, b, at=at).status_code == 302
    assert pinned(firm.own.page) == [("Ours A", True), ("Ours B", False)]
    assert pinned() == []
    front_page = BeautifulSoup(firm.client("staff").get(firm.own.page.url).content, "html.parser")
    titles = [one.get_text(strip=True) for one in front_page.select(".story__title")]
    assert titles[:2] == ["Ours A", "Ours B"]


def test_a_story_that_one_may_not_see_is_neither_offered_nor_pinned(firm: Company) -> None:
    news = NewsIndexPageFactory(parent=firm.own.page)
    others = NewsIndexPageFactory(parent=firm.other.page)
    mine = NewsPageFactory(parent=news, title="Ours")
    plan = scheduled(others, "Their plan", department=firm.own.page)
    closed = NewsPageFactory(parent=others, title="Closed", department=firm.own.page)
    restrict(closed, Group.objects.create(name="Keepers"))
    at = f"/admin/news/order/{firm.own.page.pk}/"
    publisher = firm.client("department publisher")
    html = publisher.get(at).content.decode()
    assert "Ours" in html
    assert "Their plan" not in html
    assert "Closed" not in html
    for story in (plan, closed):
        assert form(publisher, mine, story, at=at).status_code == 404
        assert form(publisher, mine, do=f"add:{story.pk}", at=at).status_code == 404
    assert pinned(firm.own.page) == []


def test_a_closed_story_that_a_colleague_pinned_keeps_its_place_without_its_name(
    firm: Company,
) -> None:
    news = NewsIndexPageFactory(parent=firm.own.page)
    mine = NewsPageFactory(parent=news, title="Ours")
    closed = NewsPageFactory(parent=firm.news, title="Hush", department=firm.own.page)
    restrict(closed, Group.objects.create(name="Keepers"))
    at = f"/admin/news/order/{firm.own.page.pk}/"
    place = Place(firm.own.page, firm.own.page)
    arrange(
        place, [Pin(closed.pk), Pin(mine.pk)], Stored.of(place).version, firm.people["superuser"]
    )
    publisher = firm.client("department publisher")
    answer = publisher.get(at)
    assert "Hush" not in answer.content.decode()
    assert shown(answer) == ["Closed to you", "Ours"]
    assert form(publisher, mine, closed, at=at).status_code == 302
    assert [title for title, _lead in pinned(firm.own.page)] == ["Ours", "Hush"]


def test_stories_to_add_are_found_by_words_of_their_titles(
    firm: Company, stories: list[NewsPage]
) -> None:
    comms = firm.client("comms")
    answer = form(comms, do="find", q="story b")
    assert [one.title for one in answer.context["offered"]] == ["Story B"]
    assert form(comms, do="find", q="%").context["offered"] == []
    answer = form(comms, stories[1], do="find", q="story")
    assert "Story B" not in [one.title for one in answer.context["offered"]]


def test_what_is_no_order_is_answered(firm: Company, stories: list[NewsPage]) -> None:
    comms = firm.client("comms")
    assert comms.post(HOME, {}).status_code == 200
    assert comms.post(HOME, {"story": ["x", "-1", "9" * 3000], "do": "look"}).status_code == 200
    assert comms.post(HOME, {"do": "save", "version": "x" * 9000}).status_code == 409
    assert comms.post(HOME, {"story": "999999", "do": "look"}).status_code == 404
    assert comms.put(HOME).status_code == 405
    assert comms.get("/admin/news/order/999999/").status_code == 404
    assert comms.get(f"/admin/news/order/{stories[0].pk}/").status_code == 404
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(firm.people["comms"])
    assert careful.post(HOME, {"do": "save"}).status_code == 403
    assert pinned() == []


def test_no_more_are_pinned_than_anybody_reads(firm: Company) -> None:
    many = [NewsPageFactory(parent=firm.news, title=f"S{n}") for n in range(14)]
    comms = firm.client("comms")
    answer = form(comms, *many[:12], do=f"add:{many[12].pk}")
    assert len(shown(answer)) == 12
    assert "At most 12" in answer.content.decode()
    assert form(comms, *many).status_code == 200
    assert pinned() == []


def test_the_order_takes_a_number_of_queries_that_does_not_grow(
    firm: Company, stories: list[NewsPage], django_assert_max_num_queries: Any
) -> None:
    comms = firm.client("comms")
    form(comms, stories[0])
    comms.get(HOME)
    with django_assert_max_num_queries(20) as few:
        comms.get(HOME)
    many = [NewsPageFactory(parent=firm.news) for _ in range(12)]
    form(comms, *many)
    comms.get(HOME)
    with django_assert_max_num_queries(20) as more:
        comms.get(HOME)
    assert len(few) == len(more)


def test_the_way_to_the_orders_leads_to_the_first_of_ones_places(firm: Company) -> None:
    start = "/admin/news/order/"
    own = f"/admin/news/order/{firm.own.page.pk}/"
    assert firm.client("comms").get(start)["Location"] == HOME
    assert firm.client("department publisher").get(start)["Location"] == own
    editor = client_of(person_with(firm.news, "wagtailcore.change_page"))
    assert editor.get(start)["Location"].startswith("/admin/")
    places = firm.client("site admin").get(HOME).context["places"]
    assert [place.label for place in places] == ["Home page", "Ferries", "Harbours"]
