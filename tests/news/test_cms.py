"""What news adds to the CMS: alerts, series and templates, for those who publish the news."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.permissions import local_groups
from accounts.roles import make_roles
from core.models import Topic
from news.models import Alert, NewsIndexPage, NewsPage, NewsSeries, StoryTemplate
from news.permissions import keeps_news
from news.roles import NEWS_TEAM
from tests.factories.accounts import UserFactory
from tests.factories.news import StoryTemplateFactory
from tests.factories.pages import DepartmentPageFactory, NewsIndexPageFactory
from tests.factories.rights import person_with
from tests.factories.roles import Company, company

pytestmark = pytest.mark.django_db

KEEPERS = {"comms", "site admin", "superuser"}
OTHERS = {"staff", "department editor", "department publisher", "people admin", "search editor"}


@pytest.fixture
def site(home: Page) -> Company:
    """Departments, the news, and a person in each role."""
    return company()


def alert_form(**changes: Any) -> dict[str, Any]:
    form = {
        "tone": "info", "title": "Quokka", "text": "", "link_page": "", "link_address": "", "link_words": "",
        "audience": "all", "starts_at": "2037-06-01 09:00", "ends_at": "2037-06-01 10:00",
        "is_dismissable": "on", "alert_departments": inline_formset([]), **changes,
    }  # fmt: skip
    return nested_form_data(form)


@pytest.mark.parametrize("role", sorted(KEEPERS | OTHERS))
def test_those_who_publish_the_news_keep_alerts_series_and_templates(
    site: Company, role: str
) -> None:
    client, may = site.client(role), role in KEEPERS
    for model in ("alert", "newsseries", "storytemplate"):
        answer = client.get(reverse(f"wagtailsnippets_news_{model}:list"))
        assert (answer.status_code == 200) is may, model
    client.post(reverse("wagtailsnippets_news_alert:add"), alert_form())
    client.post(
        reverse("wagtailsnippets_news_newsseries:add"),
        {"title": "Moving", "slug": "moving", "summary": "", "order": "date"},
    )
    assert (Alert.objects.count(), NewsSeries.objects.count()) == ((1, 1) if may else (0, 0))
    assert keeps_news(site.people[role]) is may


def test_a_news_team_that_was_there_before_needs_no_new_right(home: Page) -> None:
    """As it was made before there were alerts: with no right on them."""
    NewsIndexPageFactory(title="News")
    make_roles()
    team = Group.objects.get(name=NEWS_TEAM)
    assert not team.permissions.filter(content_type__app_label="news").exists()
    member = UserFactory()
    member.groups.add(team)
    assert keeps_news(member)
    assert team in local_groups()  # so a people admin may still put others into it
    GroupPagePermission.objects.filter(group=team, permission__codename="publish_page").delete()
    assert not keeps_news(type(member).objects.get(pk=member.pk))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_at": "2037-03-29 01:30"}, "There is no 01:30 on 29 March 2037"),
        ({"ends_at": "2037-10-25 01:30"}, "comes twice: the clocks go back then"),
        ({"ends_at": "2037-06-01 09:00"}, "It would end before it starts"),
        ({"link_address": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_an_alert_that_cannot_be_is_refused_with_a_word_how_to_mend_it(
    site: Company, typed: dict[str, str], words: str
) -> None:
    address = reverse("wagtailsnippets_news_alert:add")
    answer = site.client("comms").post(address, alert_form(**typed))
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert not Alert.objects.exists()


def test_an_alert_for_departments_names_them(site: Company) -> None:
    client = site.client("comms")
    rows = inline_formset([{"department": site.own.page.pk}])
    client.post(
        reverse("wagtailsnippets_news_alert:add"),
        alert_form(audience="departments", alert_departments=rows),
    )
    alert = Alert.objects.get()
    assert [row.department.pk for row in alert.alert_departments.all()] == [site.own.page.pk]
    page = client.get(reverse("wagtailsnippets_news_alert:list")).content.decode()
    assert "1 department" in page
    assert "Stands from 1 June 2037, 09:00" in page


def test_an_alert_for_departments_needs_one(site: Company) -> None:
    address = reverse("wagtailsnippets_news_alert:add")
    answer = site.client("comms").post(address, alert_form(audience="departments"))
    assert "Name at least one department" in answer.content.decode()
    assert not Alert.objects.exists()


def template(**fields: Any) -> StoryTemplate:
    made = StoryTemplateFactory(
        name="New colleague",
        headline="Welcome, [name]",
        standfirst="Who joins us.",
        what_it_means="Say hello.",
        department=DepartmentPageFactory(),
        **fields,
    )
    made.topics.add(Topic.objects.create(name="People", slug="people"))
    made.body = [("text", "<p>Where do they come from?</p>")]
    made.save()
    return made


def start(client: Client, made: StoryTemplate, news: Page) -> Any:
    return client.post(reverse("news_start"), {"template": made.pk, "news": news.pk}, follow=True)


def test_a_story_starts_as_its_template_says_and_nobody_reads_it(site: Company) -> None:
    made, client = template(), site.client("comms")
    page = client.get(f"{reverse('news_start')}?list={site.news.pk}").content.decode()
    assert "New colleague" in page
    answer = start(client, made, site.news)
    story = NewsPage.objects.get(title="Welcome, [name]")
    assert answer.redirect_chain[-1][0] == f"/admin/pages/{story.pk}/edit/"
    draft = story.get_latest_revision_as_object()
    assert (story.live, story.owner, story.slug) == (False, site.people["comms"], "welcome-name")
    assert (draft.standfirst, draft.what_it_means) == ("Who joins us.", "Say hello.")
    assert draft.department == made.department
    assert [topic.name for topic in draft.topics.all()] == ["People"]
    assert "Where do they come from?" in str(draft.body)
    assert site.client("staff").get("/news/welcome-name/").status_code == 404
    start(client, made, site.news)
    assert sorted(NewsPage.objects.values_list("slug", flat=True)) == [
        "welcome-name",
        "welcome-name-2",
    ]


def test_a_story_starts_only_where_its_editor_may_add_one(site: Company) -> None:
    made = template()
    own = NewsIndexPageFactory(parent=site.own.page, title="Harbour news")
    client = site.client("department editor")
    page = client.get(reverse("news_start")).content.decode()
    assert "Harbour news" in page
    assert ">News<" not in page
    start(client, made, site.news)
    assert not NewsPage.objects.exists()
    start(client, made, own)
    assert NewsPage.objects.get().get_parent().pk == own.pk


@pytest.mark.parametrize("role", ["staff", "people admin", "search editor"])
def test_whoever_writes_no_news_is_not_let_in(site: Company, role: str) -> None:
    answer = site.client(role).get(reverse("news_start"))
    assert answer.status_code in {302, 403, 404}


@pytest.mark.parametrize(
    "sent",
    [{}, {"template": "abc", "news": "x"}, {"template": "9" * 30, "news": "0"}, {"template": "-1"}],
)
def test_hostile_forms_start_nothing(site: Company, sent: dict[str, str]) -> None:
    client = site.client("comms")
    assert client.post(reverse("news_start"), sent).status_code == 200
    assert client.get(f"{reverse('news_start')}?list=abc").status_code == 200
    assert not NewsPage.objects.exists()


def test_the_way_to_a_template_stands_at_a_news_list(site: Company) -> None:
    address = f"{reverse('news_start')}?list={site.news.pk}"
    page = site.client("comms").get(f"/admin/pages/{site.news.pk}/").content.decode()
    assert address in page
    other = person_with(NewsIndexPage.objects.get(), "wagtailcore.publish_page")
    client = Client()
    client.force_login(other)
    assert address not in client.get(f"/admin/pages/{site.news.pk}/").content.decode()
