"""What the demo brings in, and what it leaves alone."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection, GroupPagePermission, Page, Revision, Site

from accounts.models import User
from branding.models import Brand
from core.models import Document, Image
from demo.services import DemoRefusedError, bring_in
from departments.models import ContentPage, DepartmentPage
from home.models import HomePage
from news.models import NewsPage
from policies.models import PolicyPage
from transfer.report import Met


def state(uploads):
    counts = [
        model.objects.count() for model in (Page, Revision, Image, Document, Collection, User)
    ]
    return [*counts, GroupPagePermission.objects.count(), sorted(map(str, uploads.rglob("*")))]


def test_the_demo_is_a_whole_department(demo):
    assert DepartmentPage.objects.live().count() == 5
    assert ContentPage.objects.live().count() >= 40
    assert NewsPage.objects.live().count() >= 25
    assert PolicyPage.objects.live().count() >= 20
    assert Document.objects.count() >= 8
    assert Image.objects.count() >= 20


def test_the_import_meets_no_problem(demo):
    # Words people use for a page (`keywords`) wait for the field that search will bring.
    told = [str(problem) for problem in demo.report.problems if problem.kind is not Met.UNUSED]
    assert told == []
    assert demo.report.links_dead == 0
    assert demo.report.links_to_pages > 100


def test_the_menu_holds_the_departments_news_policies_and_events(demo, home):
    titles = list(home.get_children().live().in_menu().values_list("title", flat=True))
    departments = DepartmentPage.objects.order_by("path").values_list("title", flat=True)
    assert titles == [*departments, "News", "Policies", "Events"]


@pytest.mark.parametrize("model", [NewsPage, PolicyPage])
def test_policies_and_most_stories_name_their_department(demo, model):
    nobodys = model.objects.filter(department=None).count()
    assert nobodys == 0 if model is PolicyPage else nobodys < 8


def test_a_topic_gathers_guidance_beside_stories_and_policies(demo, sign_in):
    about = ContentPage.objects.live().filter(page_topics__tag__slug="leave")
    assert about.count() >= 4
    html = sign_in("staff").get("/topics/leave/").content.decode()
    assert re.findall(r'id="kind-(\w+)"', html) == ["news", "page", "policy"]


def test_every_policy_has_its_facts(demo):
    for policy in PolicyPage.objects.all():
        assert policy.summary, policy.title
        assert policy.applies_to, policy.title
        assert policy.effective_from < policy.review_by, policy.title
        assert policy.contents, policy.title


def test_the_home_page_and_the_brand_are_dressed(demo):
    home = HomePage.objects.get()
    assert 6 <= len(home.top_tasks) <= 8
    assert Brand.for_site(Site.objects.get()).name == home.title == "Slipway"


def test_a_second_run_changes_nothing(demo, uploads):
    before = state(uploads)
    again = bring_in()
    assert (again.report.made, again.report.changed, again.people) == (0, 0, [])
    assert state(uploads) == before


def test_what_an_editor_changed_survives_a_second_run(demo):
    policy = PolicyPage.objects.get(slug="annual-leave")
    policy.summary = "Thirty days for everybody."
    policy.save_revision().publish()
    home = HomePage.objects.get()
    home.summary = "Our own words."
    home.save_revision().publish()
    Brand.objects.update(name="Ours")
    group = User.objects.get(username="editor").groups.first()
    group.page_permissions.all().delete()
    bring_in()
    policy.refresh_from_db()
    assert policy.summary == "Thirty days for everybody."
    assert HomePage.objects.get().summary == "Our own words."
    assert Brand.objects.get().name == "Ours"
    assert not group.page_permissions.exists()


def test_a_password_that_was_changed_is_not_put_back(demo):
    person = User.objects.get(username="staff")
    person.set_password("three random words")
    person.save()
    bring_in()
    person.refresh_from_db()
    assert person.check_password("three random words")


def test_it_is_refused_without_the_setting_and_writes_nothing(db, settings):
    settings.DEMO = False
    before = Page.objects.count(), User.objects.count()
    with pytest.raises(DemoRefusedError, match="DEMO=1"):
        bring_in()
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo", verbosity=0)
    assert (Page.objects.count(), User.objects.count()) == before


def test_the_command_says_who_may_sign_in(demo):
    out = StringIO()
    call_command("demo", stdout=out)
    said = out.getvalue()
    assert all(name in said for name in ("staff", "editor", "comms", "admin", "corridor"))
