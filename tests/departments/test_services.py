"""Opening a department: what it has afterwards, and what is refused."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Revision,
    Site,
    Workflow,
    WorkflowPage,
)

from departments.models import DepartmentPage
from departments.services import DepartmentRefusedError, open_department
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory

pytestmark = pytest.mark.django_db

KINDS = (
    Page, Revision, Collection, Group, GroupPagePermission, GroupCollectionPermission, Workflow,
    GroupApprovalTask, WorkflowPage,
)  # fmt: skip


def counts() -> list[int]:
    return [model.objects.count() for model in KINDS]


def rights(group: Group) -> set[tuple[str, str]]:
    """Where a group has page rights, and which."""
    rows = group.page_permissions.select_related("page", "permission")
    return {(row.page.title, row.permission.codename) for row in rows}


def file_rights(group: Group, collection: Collection) -> set[str]:
    rows = group.collection_permissions.filter(collection=collection)
    return set(rows.values_list("permission__codename", flat=True))


def test_the_page_stands_below_the_home_page(home: Page) -> None:
    page = open_department(" Café  & Harbours ", purpose=" We feed ships. ").page
    assert (page.title, page.slug, page.purpose) == (
        "Café & Harbours",
        "cafe-harbours",
        "We feed ships.",
    )
    assert page.get_parent().pk == home.pk
    assert page.live
    assert page.get_latest_revision() is not None


def test_a_draft_is_not_published(home: Page) -> None:
    opening = open_department("Harbours", live=False)
    assert not DepartmentPage.objects.get(pk=opening.page.pk).live
    assert "a draft that staff do not see yet" in opening.made[0]


def test_page_rights_stand_at_the_front_page_only(home: Page) -> None:
    opening = open_department("Harbours")
    edit = {("Harbours", "add_page"), ("Harbours", "change_page")}
    publish = {("Harbours", f"{act}_page") for act in ("publish", "lock", "unlock")}
    assert rights(opening.editors) == edit
    assert rights(opening.publishers) == edit | publish


def test_both_groups_keep_their_files_and_use_the_shared_ones(home: Page) -> None:
    opening = open_department("Harbours")
    shared = Collection.get_first_root_node()
    assert opening.collection.name == "Harbours"
    assert opening.collection.get_parent() == shared
    use = {"choose_image", "choose_document"}
    for group in (opening.editors, opening.publishers):
        assert file_rights(group, shared) == use
        assert file_rights(group, opening.collection) == use | {
            f"{act}_{kind}" for act in ("add", "change") for kind in ("image", "document")
        }
        assert [right.codename for right in group.permissions.all()] == ["access_admin"]


def test_publishers_approve_what_is_submitted_below(home: Page) -> None:
    opening = open_department("Harbours")
    below = ContentPageFactory(parent=opening.page)
    assert below.get_workflow() == opening.workflow
    (task,) = opening.workflow.tasks
    assert list(task.specific.groups.all()) == [opening.publishers]


def test_a_second_run_makes_nothing_and_says_so(home: Page) -> None:
    first = open_department("Harbours")
    before = counts()
    again = open_department("harbours", purpose="Something else.", live=False)
    assert counts() == before
    assert (len(first.made), first.there) == (5, [])
    assert (again.made, len(again.there)) == ([], 5)
    assert again.page == first.page
    assert DepartmentPage.objects.get(pk=first.page.pk).purpose == ""


def test_only_what_is_missing_is_made(home: Page) -> None:
    DepartmentPageFactory(title="Harbours", slug="ports")  # its address was changed by an editor
    Group.objects.create(name="Harbours editors")
    opening = open_department("Harbours")
    assert opening.page.slug == "ports"
    assert len(opening.there) == 2
    assert len(opening.made) == 3
    assert not opening.editors.page_permissions.exists()


def test_a_workflow_that_was_set_stays(home: Page) -> None:
    page = DepartmentPageFactory(title="Harbours")
    own = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowPage.objects.create(page=page.page_ptr, workflow=own)
    assert open_department("Harbours").workflow == own


def test_a_department_deeper_down_is_another(home: Page) -> None:
    ports = DepartmentPageFactory(title="Ports")
    DepartmentPageFactory(title="Harbours", parent=ports)
    assert open_department("Harbours").page.get_parent().pk == home.pk


@pytest.mark.parametrize(
    ("name", "purpose", "about", "says"),
    [
        ("  ", "", "name", "Give the department a name"),
        ("!!!", "", "name", "no letters or digits"),
        ("x" * 101, "", "name", "Use a shorter one"),
        ("Search", "", "name", "belongs to the intranet itself"),
        ("Admin", "", "name", "belongs to the intranet itself"),
        ("Leave", "", "name", "taken by the page “How to take leave” (content page)"),
        ("Harbours", "x" * 401, "purpose", "Say it in a sentence or two"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    home: Page, name: str, purpose: str, about: str, says: str
) -> None:
    ContentPageFactory(title="How to take leave", slug="leave")
    before = counts()
    with pytest.raises(DepartmentRefusedError, match=r".*") as refused:
        open_department(name, purpose=purpose)
    assert says in str(refused.value)
    assert refused.value.about == about
    assert counts() == before


def test_an_address_of_letters_of_any_script_is_made(home: Page) -> None:
    assert open_department("Λιμάνια").page.slug == "λιμάνια"


def test_without_a_site_it_says_what_to_do(home: Page) -> None:
    Site.objects.all().delete()
    with pytest.raises(DepartmentRefusedError, match="Choose a default site"):
        open_department("Harbours")


def test_what_fails_half_way_leaves_nothing(home: Page) -> None:
    Permission.objects.get(codename="lock_page").delete()  # asked for once the editors are made
    before = counts()
    with pytest.raises(LookupError, match="does not know the right"):
        open_department("Harbours")
    assert counts() == before
