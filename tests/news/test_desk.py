"""The news desk's lists, through its address."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from core.clock import on_the_clock
from core.models import PageTopic, Topic
from insights.reach.models import Reach
from news.models import NewsPage, NewsSeries, StoryAuthor
from tests.factories.accounts import UserFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
)
from tests.factories.people import PersonFactory
from tests.factories.rights import person_with
from tests.factories.roles import Company, company
from tests.news.desk_worlds import changed, client_of, draft, expired, scheduled, submitted

pytestmark = pytest.mark.django_db

DESK = "/admin/news/"
TABS = ("drafts", "approval", "scheduled", "live", "expiring", "every")


@pytest.fixture
def firm(home: Page) -> Company:
    """Two departments, a news list, and a person in each role."""
    return company()


@pytest.fixture
def comms(firm: Company) -> Client:
    """A browser of the comms team."""
    return firm.client("comms")


def shown(client: Client, query: str = "") -> list[str]:
    """The titles of one list."""
    answer = client.get(f"{DESK}?{query}")
    assert answer.status_code == 200
    return [row.title for row in answer.context["rows"]]


def numbers(client: Client, query: str = "") -> dict[str, int]:
    """How many stories each list has."""
    answer = client.get(f"{DESK}?{query}")
    return {tab.value: number for tab, number in answer.context["tabs"]}


def row_of(client: Client, title: str, query: str = "") -> Any:
    """One line, as it is drawn."""
    soup = BeautifulSoup(client.get(f"{DESK}?{query}").content, "html.parser")
    return next(tr for tr in soup.select("tbody tr") if title in tr.get_text())


def words(element: Any) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.fixture
def stories(firm: Company) -> dict[str, NewsPage]:
    """A story in each state."""
    soon = timezone.now() + timedelta(days=10)
    far = timezone.now() + timedelta(days=40)
    return {
        "draft": draft(firm.news, "A draft"),
        "changed": changed(firm.news, "Live and changed"),
        "submitted": submitted(firm.news, "Submitted", firm.own.workflow),
        "scheduled": scheduled(firm.news, "To come"),
        "live": NewsPageFactory(parent=firm.news, title="Live", expire_at=far),
        "going": NewsPageFactory(parent=firm.news, title="Going", expire_at=soon),
        "went": expired(firm.news, "Went yesterday"),
        "long gone": expired(firm.news, "Went long ago", days=40),
    }


def test_the_desk_opens_at_the_first_list_with_something_in_it(
    comms: Client, firm: Company
) -> None:
    assert comms.get(DESK).context["tab"] == "drafts"
    scheduled(firm.news, "To come")
    assert comms.get(DESK).context["tab"] == "scheduled"


def test_each_story_is_in_the_lists_of_its_state(
    comms: Client, stories: dict[str, NewsPage]
) -> None:
    lists = {tab: set(shown(comms, f"tab={tab}")) for tab in TABS}
    assert lists["drafts"] == {"A draft", "Live and changed"}
    assert lists["approval"] == {"Submitted"}
    assert lists["scheduled"] == {"To come"}
    assert lists["live"] == {"Live and changed", "Live", "Going"}
    assert lists["expiring"] == {"Going", "Went yesterday"}
    assert len(lists["every"]) == len(stories)
    assert numbers(comms) == {tab: len(found) for tab, found in lists.items()}


@pytest.mark.parametrize(
    ("query", "title", "said"),
    [
        ("tab=drafts", "A draft", ("Draft", "Changed")),
        ("tab=drafts", "Live and changed", ("Live", "Unpublished changes")),
        ("tab=approval", "Submitted", ("Awaiting approval", "Submitted")),
        ("tab=scheduled", "To come", ("Scheduled", "Goes live")),
        ("tab=live", "Going", ("Live", "goes")),
        ("tab=expiring", "Went yesterday", ("Expired", "Went")),
    ],
)
def test_a_line_says_where_its_story_stands_and_when(
    query: str, title: str, said: tuple[str, ...], comms: Client, stories: Any
) -> None:
    line = words(row_of(comms, title, query))
    assert all(word in line for word in said), line


def test_a_line_leads_on_to_editing_previewing_viewing_and_unpublishing(
    comms: Client, firm: Company
) -> None:
    story = NewsPageFactory(parent=firm.news, title="Out")
    row = row_of(comms, "Out", "tab=live")
    ways = {a.get_text(" ", strip=True): a["href"].partition("?")[0] for a in row.select("li a")}
    assert ways == {
        "Edit Out": f"/admin/pages/{story.pk}/edit/",
        "Preview Out": f"/admin/pages/{story.pk}/view_draft/",
        "View live Out": story.get_url(),
        "Unpublish Out": f"/admin/pages/{story.pk}/unpublish/",
    }
    for address in ways.values():
        assert comms.get(address).status_code == 200


def test_who_may_not_publish_is_not_offered_to_unpublish(firm: Company) -> None:
    NewsPageFactory(parent=NewsIndexPageFactory(parent=firm.own.page), title="Ours")
    assert not row_of(firm.client("department editor"), "Ours", "tab=live").select(
        "a[href*=unpublish]"
    )
    assert row_of(firm.client("department publisher"), "Ours", "tab=live").select(
        "a[href*=unpublish]"
    )


def test_what_awaits_ones_own_approval_comes_first_and_is_approved_at_the_desk(
    firm: Company,
) -> None:
    news = NewsIndexPageFactory(parent=firm.own.page)
    NewsIndexPageFactory(parent=firm.other.page)
    publisher = firm.people["department publisher"]
    publisher.groups.add(Group.objects.get(name="Ferries editors"))
    theirs = Page.objects.get(pk=firm.other.page.pk).get_children().get().specific
    submitted(theirs, "Somebody else’s to approve", firm.other.workflow)
    mine = submitted(news, "Mine to approve", firm.own.workflow, firm.people["department editor"])
    client = firm.client("department publisher")
    assert shown(client, "tab=approval") == ["Mine to approve", "Somebody else’s to approve"]
    row = row_of(client, "Mine to approve", "tab=approval")
    assert "by " in words(row)
    buttons = {
        words(b).partition(":")[0].strip(): b["data-workflow-action-url"]
        for b in row.select("button")
    }
    assert set(buttons) == {"Approve", "Ask for changes"}
    assert not row_of(client, "Somebody else’s", "tab=approval").select("button")
    assert client.get(buttons["Approve"]).status_code == 200
    assert client.post(buttons["Approve"], {"next": DESK}).status_code in {200, 302}
    mine.refresh_from_db()
    assert mine.live


def test_an_editor_of_one_department_sees_nothing_of_anothers(firm: Company) -> None:
    ours = NewsIndexPageFactory(parent=firm.own.page, title="Harbour news")
    others = NewsIndexPageFactory(parent=firm.other.page, title="Ferry news")
    draft(ours, "Our draft", department=firm.own.page)
    secret = draft(others, "Their draft", department=firm.other.page)
    PageTopic.objects.create(
        content_object=secret, tag=Topic.objects.create(name="Mergers", slug="mergers")
    )
    client = firm.client("department editor")
    assert shown(client) == ["Our draft"]
    assert numbers(client)["every"] == 1
    html = client.get(DESK).content.decode()
    for name in ("Their draft", "Ferry news", "Mergers"):
        assert name not in html
    for query in (
        f"place={others.pk}",
        f"department={firm.other.page.pk}",
        "topic=mergers",
        "q=Their",
    ):
        assert shown(client, query) == []


def test_the_name_of_a_closed_department_is_told_to_nobody_who_may_not_see_it(
    firm: Company, comms: Client
) -> None:
    closed = DepartmentPageFactory(title="Closed unit")
    draft(firm.news, "From the unit", department=closed)
    assert "Closed unit" in comms.get(DESK).content.decode()
    restrict(closed, Group.objects.create(name="Keepers"))
    assert "Closed unit" not in comms.get(DESK).content.decode()
    assert shown(comms) == ["From the unit"]
    assert shown(comms, f"department={closed.pk}") == []


def test_what_lies_in_the_bin_is_not_at_the_desk(firm: Company, admin_client: Client) -> None:
    story = draft(firm.news, "Thrown away")
    assert shown(admin_client) == ["Thrown away"]
    admin_client.post(f"/admin/pages/{story.pk}/delete/")
    assert shown(admin_client) == []
    assert shown(admin_client, "tab=every") == []


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("staff", 302), ("department editor", 302), ("people admin", 302), ("search editor", 302),
        ("comms", 200), ("site admin", 200), ("superuser", 200),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [DESK, "/admin/news/calendar/"])
def test_the_desk_is_for_those_who_write_for_some_list(
    address: str, role: str, status: int, firm: Company
) -> None:
    answer = firm.client(role).get(address)
    assert answer.status_code == status
    menu = firm.client(role).get("/admin/").content.decode()
    assert ("/admin/news/calendar/" in menu) == (status == 200)


def test_a_departments_editors_have_a_desk_once_it_has_a_list(firm: Company) -> None:
    NewsIndexPageFactory(parent=firm.own.page)
    assert firm.client("department editor").get(DESK).status_code == 200


def test_who_may_only_add_sees_their_own_stories_alone(firm: Company) -> None:
    author = person_with(firm.news, "wagtailcore.add_page")
    draft(firm.news, "Mine", owner=author)
    draft(firm.news, "Others’")
    assert shown(client_of(author)) == ["Mine"]


def test_a_stranger_is_asked_to_sign_in(firm: Company) -> None:
    answer = Client().get(DESK)
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_the_lists_are_narrowed_by_words_author_list_department_and_topic(
    firm: Company, comms: Client
) -> None:
    other = NewsIndexPageFactory(parent=firm.news, title="Below")
    ann = PersonFactory(first_name="Zoë", last_name="Lee")
    user = UserFactory(first_name="Kim", last_name="Ng")
    first = draft(firm.news, "Budget day", author="", department=firm.own.page)
    StoryAuthor.objects.create(page=first, person=ann)
    second = draft(other, "Budget night", user, author="")
    PageTopic.objects.create(
        content_object=second, tag=Topic.objects.create(name="Pay", slug="pay")
    )
    draft(firm.news, "Parking", author="The harbour choir")
    assert set(shown(comms, "q=budget")) == {"Budget day", "Budget night"}
    assert shown(comms, "q=night+budget") == ["Budget night"]
    assert shown(comms, "author=zoe+LEE") == ["Budget day"]
    assert shown(comms, "author=choir") == ["Parking"]
    assert shown(comms, "author=kim") == ["Budget night"]
    assert shown(comms, f"place={other.pk}") == ["Budget night"]
    assert shown(comms, f"department={firm.own.page.pk}") == ["Budget day"]
    assert shown(comms, "topic=pay") == ["Budget night"]
    assert shown(comms, "topic=pay&q=day") == []
    assert numbers(comms, "topic=pay")["drafts"] == 1
    assert "Zoë Lee" in words(row_of(comms, "Budget day"))
    assert "Kim Ng" in words(row_of(comms, "Budget night"))


def test_a_lists_pages_keep_what_it_is_narrowed_by(firm: Company, comms: Client) -> None:
    for n in range(31):
        draft(firm.news, f"Draft {n}")
    answer = comms.get(f"{DESK}?q=draft")
    soup = BeautifulSoup(answer.content, "html.parser")
    onward = soup.select_one(".news-desk__pages a")
    assert onward is not None
    assert "q=draft" in onward["href"]
    assert len(answer.context["rows"]) == 30
    assert len(shown(comms, onward["href"].removeprefix("?"))) == 1


#: What is nothing, or too much.
ODD = (
    "tab=nothing", "tab=", "p=abc", "p=0", "p=-1", "p=" + "9" * 4000, "p=1e30", "place=x", "place=٣",
    "place=" + "9" * 4000, "department=0", "department=-5", "topic='%22--", "q=%25%5F", "q=" + "a " * 2000,
    "author=%E2%80%AE", "q=%3Cscript%3E", "tab=drafts&tab=live", "p[]=1",
)  # fmt: skip


def test_any_address_is_answered(firm: Company, comms: Client) -> None:
    draft(firm.news, "A draft")
    for query in ODD:
        answer = comms.get(f"{DESK}?{query}")
        assert answer.status_code == 200, query
        assert b"<script>alert" not in answer.content
        assert comms.get(f"/admin/news/calendar/?{query}").status_code == 200, query


def test_a_title_is_text_and_never_markup(firm: Company, comms: Client) -> None:
    draft(firm.news, "<img src=x onerror=alert(1)>")
    html = comms.get(DESK).content.decode()
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_the_desk_takes_the_same_queries_for_300_stories(
    firm: Company, comms: Client, django_assert_max_num_queries: Any
) -> None:
    def several(number: int) -> None:
        for n in range(number):
            story = draft(firm.news, f"Draft {n} of {number}", firm.people["comms"])
            StoryAuthor.objects.create(page=story, person=PersonFactory())

    several(1)
    comms.get(DESK)
    with django_assert_max_num_queries(20) as few:
        comms.get(DESK)
    several(35)
    firm.news.refresh_from_db()
    for n in range(264):
        firm.news.add_child(instance=NewsPage(title=f"Live {n}", department=firm.own.page))
    comms.get(DESK)  # the tree has changed
    for tab in TABS:
        with django_assert_max_num_queries(20) as many:
            answer = comms.get(f"{DESK}?tab={tab}")
        assert answer.status_code == 200
        if tab == "drafts":
            assert len(many) == len(few)
    assert numbers(comms)["every"] == 300


def test_a_new_story_is_begun_in_the_one_list_or_in_a_chosen_one(
    firm: Company, comms: Client
) -> None:
    add = f"/admin/pages/add/news/newspage/{firm.news.pk}/"
    assert comms.get("/admin/news/new/")["Location"] == add
    below = NewsIndexPageFactory(parent=firm.news, title="Below")
    html = comms.get("/admin/news/new/").content.decode()
    assert add in html
    assert f"/admin/pages/add/news/newspage/{below.pk}/" in html
    assert firm.client("staff").get("/admin/news/new/").status_code == 302
    assert firm.client("department editor").get("/admin/news/new/").status_code == 302


def test_an_embargo_is_told_with_its_end_and_its_reason(firm: Company, comms: Client) -> None:
    end = timezone.now() + timedelta(days=2)
    scheduled(firm.news, "Hush", end, embargoed_until=end, embargo_note="Ask the press office.")
    line = words(row_of(comms, "Hush", "tab=scheduled"))
    assert "Embargoed" in line
    assert f"Embargoed until {on_the_clock(end)}. Ask the press office." in line


def test_the_lists_are_narrowed_by_series(firm: Company, comms: Client) -> None:
    series = NewsSeries.objects.create(title="Moving", slug="moving")
    draft(firm.news, "First part", series=series)
    draft(firm.news, "Another")
    assert shown(comms, f"series={series.pk}") == ["First part"]
    assert shown(comms, "series=x") == []


def test_live_stories_say_how_many_have_read_them(firm: Company, comms: Client) -> None:
    story = NewsPageFactory(parent=firm.news, title="Out")
    NewsPageFactory(parent=firm.news, title="Unread")
    for readers, department in ((7, 1), (5, 2)):
        Reach.objects.create(
            page=story, day=timezone.localdate(), department=department, reads=20, readers=readers
        )
    assert words(row_of(comms, "Out", "tab=live").select("td")[-1]) == "12"
    assert words(row_of(comms, "Unread", "tab=live").select("td")[-1]) == "0"
    assert "Readers" not in comms.get(f"{DESK}?tab=drafts").content.decode()


def test_pages_that_are_no_stories_are_not_at_the_desk(firm: Company, comms: Client) -> None:
    ContentPageFactory(title="No story", live=False)
    assert shown(comms, "tab=every") == []
