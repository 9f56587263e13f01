"""What the CMS shows of pages and files: what one may edit, and what one may see, at every way out.

The person is a publisher of Harbour. What is closed to them has the word Quokka in it.
"""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    Page,
    Site,
    Workflow,
    WorkflowTask,
)

from accounts.models import User
from accounts.roles import KEEP_FILES, PUBLISH
from core.models import Document, Image
from tests.factories.accounts import UserFactory
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    restrict,
    text,
)
from tests.factories.rights import give_files, person_with

pytestmark = pytest.mark.django_db
CANARY = "Quokka"


class Stage:
    """A department of the person's, and another with a closed section."""

    def __init__(self) -> None:
        self.board = Group.objects.create(name="Board")
        self.harbour = DepartmentPageFactory(title="Harbour", slug="harbour")
        self.estates = DepartmentPageFactory(title="Estates", slug="estates")
        self.mine = ContentPageFactory(parent=self.harbour, title="Tides", slug="tides")
        self.seen = ContentPageFactory(parent=self.estates, title="Lifts", slug="lifts")
        self.closed = ContentPageFactory(parent=self.estates, title=f"{CANARY} plan", slug="plan")
        self.closed.save_revision(log_action=True).publish()
        self.closed.save_revision(log_action=True)
        self.below = ContentPageFactory(parent=self.closed, title=f"{CANARY} cost", slug="cost")
        restrict(self.closed, self.board)
        self.person: User = person_with(self.harbour, *PUBLISH, username="pat")
        self.client = Client()
        self.client.force_login(self.person)

    def get(self, address: str, **data: Any) -> Any:
        return self.client.get(address, data)


@pytest.fixture
def at(home: Page) -> Stage:
    return Stage()


@pytest.fixture
def closed_files(at: Stage) -> tuple[Document, Image]:
    """A document and a picture in a closed collection; the person may choose files everywhere."""
    root = Collection.get_first_root_node()
    own = root.add_child(name="Harbour files")
    collection = root.add_child(name=f"{CANARY} files")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([at.board])
    give_files(
        at.person, Collection.objects.get(depth=1), "core.choose_image", "core.choose_document"
    )
    give_files(at.person, own, *(right for right in KEEP_FILES if "choose" not in right))
    DocumentFactory(title="Tide table", collection=Collection.objects.get(depth=1))
    return (
        DocumentFactory(title=f"{CANARY} minutes", collection=collection),
        ImageFactory(title=f"{CANARY} photograph", collection=collection),
    )


LISTS = (
    "/admin/",
    "/admin/pages/",
    "/admin/pages/search/?q=quokka",
    "/admin/pages/search/results/?q=quokka",
    "/admin/pages/usage/departments/contentpage/",
    "/admin/choose-page/",
    "/admin/choose-page/?page_type=departments.ContentPage",
    "/admin/choose-page/search/?q=quokka",
    "/admin/choose-page/search/?q=quokka&page_type=departments.ContentPage",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/?search=quokka",
    "/admin/reports/locked/",
    "/admin/reports/locked/results/",
    "/admin/reports/locked/?export=csv",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/site-history/?label=quokka",
    "/admin/reports/site-history/?export=csv",
    "/admin/reports/aging-pages/",
    "/admin/reports/aging-pages/?export=csv",
    "/admin/reports/page-types-usage/",
    "/admin/reports/page-types-usage/results/",
)


@pytest.mark.parametrize("address", LISTS)
def test_no_list_holds_what_is_closed(at: Stage, address: str) -> None:
    Page.objects.filter(pk=at.closed.pk).update(locked=True, locked_by=at.person)
    answer = at.client.get(address, follow=True)
    body = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert CANARY.encode() not in body


@pytest.mark.parametrize("address", [a for a in LISTS if "quokka" in a or "types-usage" in a])
def test_who_may_see_it_is_shown_it_in_choosers_and_who_may_edit_it_everywhere(
    at: Stage, address: str, admin_client: Client
) -> None:
    assert CANARY in admin_client.get(address).text
    if "choose-page" in address:
        at.person.groups.add(at.board)
        assert CANARY in at.get(address).text


BY_ID = (
    "/admin/pages/{0}/",
    "/admin/pages/{0}/edit/",
    "/admin/pages/{0}/view_draft/",
    "/admin/pages/{0}/usage/",
    "/admin/pages/{0}/history/",
    "/admin/pages/{0}/history/results/",
    "/admin/pages/{0}/copy/",
    "/admin/pages/{0}/move/",
    "/admin/pages/{0}/delete/",
    "/admin/pages/{0}/unpublish/",
    "/admin/pages/{0}/privacy/",
    "/admin/pages/{0}/add_subpage/",
    "/admin/pages/{0}/convert_alias/",
    "/admin/pages/{0}/workflow_history/",
    "/admin/pages/{0}/edit/preview/",
    "/admin/pages/{0}/revisions/",
    "/admin/pages/{0}/revisions/{1}/view/",
    "/admin/pages/{0}/revisions/{1}/revert/",
    "/admin/pages/{0}/revisions/compare/{1}...live/",
    "/admin/pages/{0}/revisions/compare/earliest...latest/",
    "/admin/pages/workflow/confirm_cancellation/{0}/",
    "/admin/pages/add/departments/contentpage/{0}/",
    "/admin/choose-page/{0}/",
    "/admin/choose-page/chosen-multiple/?id={0}",
    "/admin/choose-page/?user_perms=move_to&target_pages[]={0}",
    "/admin/api/main/pages/{0}/",
    "/admin/api/main/pages/?child_of={0}",
    "/admin/who-can-see/{0}/",
    *(
        f"/admin/bulk/wagtailcore/page/{action}/?id={{0}}"
        for action in ("delete", "move", "publish", "unpublish")
    ),
    "/admin/bulk/wagtailcore/page/publish/?id=all&childOf={0}",
)


@pytest.mark.parametrize("address", BY_ID)
def test_an_address_that_names_what_is_closed_answers_as_if_nothing_were_there(
    at: Stage, address: str
) -> None:
    revision = at.closed.revisions.order_by("pk").first().pk
    answer = at.get(address.format(at.closed.pk, revision))
    assert answer.status_code in {400, 404}
    assert CANARY not in answer.text
    missing = at.get(address.format(987654, 987654))
    assert missing.status_code == answer.status_code


@pytest.mark.parametrize(
    "address", [a for a in BY_ID if "{1}" not in a and "alias" not in a and "childOf" not in a]
)
def test_ones_own_page_is_let_through_the_same_doors(at: Stage, address: str) -> None:
    at.mine.save_revision().publish()
    assert at.get(address.format(at.mine.pk)).status_code in {200, 302, 403}


def test_what_may_be_seen_is_offered_by_the_chooser_though_it_is_anothers(at: Stage) -> None:
    assert "Lifts" in at.get(f"/admin/choose-page/{at.estates.pk}/").text
    assert "Lifts" in at.get("/admin/choose-page/search/?q=lifts").text


def test_select_all_takes_only_what_the_list_shows(at: Stage, home: Page) -> None:
    address = f"/admin/bulk/wagtailcore/page/publish/?id=all&childOf={at.estates.pk}"
    answer = at.get(address)
    assert "Lifts" in answer.text
    assert CANARY not in answer.text


def test_moving_and_copying_offer_no_closed_destination(at: Stage) -> None:
    for address in ("move", "copy"):
        assert CANARY not in at.get(f"/admin/pages/{at.mine.pk}/{address}/").text
    answer = at.get(f"/admin/pages/{at.mine.pk}/move/{at.closed.pk}/confirm/")
    assert answer.status_code == 404


def test_the_chooser_starts_no_higher_than_what_is_shown(at: Stage, home: Page) -> None:
    """All stories stand in a closed list: where they are is not told either."""
    index = NewsIndexPageFactory(parent=at.closed, title=f"{CANARY} news")
    NewsPageFactory(parent=index, title=f"{CANARY} story")
    answer = at.get("/admin/choose-page/", page_type="news.NewsPage")
    assert answer.status_code == 200
    assert CANARY not in answer.text


def test_the_dashboard_forgets_what_was_closed_since(at: Stage) -> None:
    page = at.closed
    page.save_revision(user=at.person, log_action=True, changed=True)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=at.person, owner=at.person)
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="By the board")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(Page.objects.get(pk=page.pk).specific, at.person)
    assert CANARY not in at.get("/admin/").text
    at.person.groups.add(at.board)
    assert CANARY in at.get("/admin/").text


def test_the_dashboard_counts_what_is_shown(at: Stage, admin_client: Client) -> None:
    shown = Page.objects.filter(depth__gt=1).count()

    def counted(client: Client) -> int:
        return (
            client.get("/admin/")
            .context["site_summary"]
            .summary_items[0]
            .get_context_data({})["total_pages"]
        )

    assert counted(admin_client) == shown
    at.client.get("/admin/")
    assert counted(at.client) == shown - 2


def test_the_types_report_counts_what_is_shown(at: Stage, admin_client: Client) -> None:
    def counted(client: Client) -> int:
        types = client.get("/admin/reports/page-types-usage/").context["object_list"]
        return next(kind.count for kind in types if kind.model == "contentpage")

    assert (counted(admin_client), counted(at.client)) == (4, 2)


def test_who_is_asked_to_review_a_closed_page_sees_it(at: Stage) -> None:
    reviewers = Group.objects.create(name="Reviewers")
    at.person.groups.add(reviewers)
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="By reviewers")
    task.groups.add(reviewers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    assert at.get(f"/admin/pages/{at.closed.pk}/edit/").status_code == 404
    workflow.start(at.closed, UserFactory(superuser=True))
    assert at.get(f"/admin/pages/{at.closed.pk}/edit/").status_code == 200
    assert CANARY in at.get("/admin/").text


def test_who_may_only_add_sees_their_own_and_what_is_open(at: Stage) -> None:
    adder = person_with(at.estates, "wagtailcore.add_page")
    client = Client()
    client.force_login(adder)
    listed = client.get(f"/admin/pages/{at.estates.pk}/").text
    assert "Lifts" in listed
    assert CANARY not in listed
    Page.objects.filter(pk=at.closed.pk).update(owner=adder)
    assert CANARY in client.get(f"/admin/pages/{at.estates.pk}/").text


def test_redirects_to_what_is_closed_are_listed_to_nobody_else(at: Stage) -> None:
    from django.contrib.auth.models import Permission

    rights = ("add_redirect", "change_redirect", "delete_redirect")
    at.person.groups.first().permissions.add(*Permission.objects.filter(codename__in=rights))
    site = Site.objects.get()
    closed = Redirect.objects.create(old_path="/old", redirect_page=at.closed, site=site)
    Redirect.objects.create(old_path="/past", redirect_page=at.seen, site=site)
    for address in ("/admin/redirects/", "/admin/redirects/results/"):
        assert "Lifts" in at.get(address).text
        assert CANARY not in at.get(address).text
        assert "/old" not in at.get(address).text
    for address in ("", "delete/"):
        assert at.get(f"/admin/redirects/{closed.pk}/{address}").status_code == 404
    export = at.get("/admin/redirects/", export="csv")
    assert b"/estates/plan" not in b"".join(export)


def test_a_form_names_no_closed_page_that_it_is_sent_or_that_a_colleague_chose(at: Stage) -> None:
    index = NewsIndexPageFactory(parent=at.harbour, title="News")
    closed = DepartmentPageFactory(parent=at.estates, title=f"{CANARY} unit", slug="unit")
    restrict(closed, at.board)
    story = NewsPageFactory(parent=index, title="Story", department=closed)
    story.body = [text(f'<p><a linktype="page" id="{at.closed.pk}">more</a></p>')]
    story.save_revision()
    answer = at.get(f"/admin/pages/{story.pk}/edit/")
    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert "/estates/plan" not in answer.text
    sent = at.client.post(
        f"/admin/pages/add/news/newspage/{index.pk}/", {"title": "", "department": at.closed.pk}
    )
    assert CANARY not in sent.text


def test_a_link_to_a_closed_page_outlives_an_edit_by_who_may_not_see_it(at: Stage) -> None:
    from core.exits.person import answering
    from core.richtext import Editor

    editor = Editor(features=["link"])
    stored = f'<p><a id="{at.closed.pk}" linktype="page">more</a></p>'
    with answering(at.person):
        state = editor.converter.from_database_format(stored)
    assert "/estates/plan" not in state
    assert f'id="{at.closed.pk}"' in editor.converter.to_database_format(state)


def test_a_history_names_no_closed_place(at: Stage, admin: User, admin_client: Client) -> None:
    Page.objects.get(pk=at.below.pk).copy(
        to=Page.objects.get(pk=at.harbour.pk),
        update_attrs={"title": "Cost", "slug": "c"},
        user=admin,
    )
    copy = Page.objects.get(slug="c")
    assert CANARY in admin_client.get(f"/admin/pages/{copy.pk}/history/").text
    shown = at.get(f"/admin/pages/{copy.pk}/history/")
    assert shown.status_code == 200
    assert CANARY not in shown.text.replace(copy.draft_title, "")


FILE_LISTS = (
    "/admin/documents/",
    "/admin/documents/?q=quokka",
    "/admin/documents/chooser/",
    "/admin/documents/chooser/?q=quokka",
    "/admin/documents/chooser/results/?q=quokka",
    "/admin/images/",
    "/admin/images/?q=quokka",
    "/admin/images/chooser/",
    "/admin/images/chooser/?q=quokka",
    "/admin/images/chooser/results/?q=quokka",
)
FILES_BY_ID = (
    "/admin/documents/edit/{0}/",
    "/admin/documents/delete/{0}/",
    "/admin/documents/usage/{0}/",
    "/admin/documents/chooser/chosen/{0}/",
    "/admin/documents/chooser/chosen-multiple/?id={0}",
    "/admin/images/{1}/",
    "/admin/images/{1}/delete/",
    "/admin/images/usage/{1}/",
    "/admin/images/{1}/generate_url/",
    "/admin/images/{1}/generate_url/width-100/",
    "/admin/images/{1}/preview/width-100/",
    "/admin/images/chooser/chosen/{1}/",
    "/admin/images/chooser/chosen-multiple/?id={1}",
    "/admin/images/chooser/{1}/select_format/",
    "/admin/bulk/core/document/delete/?id={0}",
    "/admin/bulk/core/image/delete/?id={1}",
)


@pytest.mark.parametrize("address", FILE_LISTS)
def test_no_list_of_files_holds_closed_ones(
    at: Stage, closed_files: tuple[Document, Image], address: str, admin_client: Client
) -> None:
    answer = at.get(address)
    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert CANARY in admin_client.get(address).text


def test_open_files_are_offered_still(at: Stage, closed_files: tuple[Document, Image]) -> None:
    assert "Tide table" in at.get("/admin/documents/chooser/").text
    assert "Tide table" in at.get("/admin/documents/chooser/results/?q=tide").text


@pytest.mark.parametrize("address", FILES_BY_ID)
def test_no_address_of_a_file_gives_a_closed_one(
    at: Stage, closed_files: tuple[Document, Image], address: str
) -> None:
    document, image = closed_files
    answer = at.get(address.format(document.pk, image.pk))
    for secret in (CANARY, document.filename, image.filename):
        assert secret not in answer.text


def test_who_may_see_the_collection_may_choose_from_it(
    at: Stage, closed_files: tuple[Document, Image]
) -> None:
    at.person.groups.add(at.board)
    assert CANARY in at.get("/admin/documents/chooser/").text
    assert CANARY in at.get(f"/admin/images/chooser/chosen/{closed_files[1].pk}/").text


def test_the_explorer_asks_no_more_for_more_pages(at: Stage) -> None:
    def asked(more: int) -> int:
        for _ in range(more):
            ContentPageFactory(parent=Page.objects.get(pk=at.harbour.pk))
        address = f"/admin/pages/{at.harbour.pk}/"
        at.get(address)  # what a change makes stale is asked once
        with CaptureQueriesContext(connection) as queries:
            at.get(address)
        return len(queries)

    asked(4)
    assert asked(0) == asked(20)
