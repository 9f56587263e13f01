"""Opening a department: its site, who writes it, its files and who approves."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import resolve
from django.utils.text import slugify
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.roles import EDIT, PUBLISH, make_section_group, own_collection
from departments.models import DepartmentPage

#: So that the names of its groups, which begin with the department's, stay within 150 letters.
LONGEST_NAME = 100
LONGEST_PURPOSE = DepartmentPage._meta.get_field("purpose").max_length or 0


class DepartmentRefusedError(ValueError):
    """The department cannot be opened; the message says why, and how to mend it."""

    def __init__(self, message: str, about: str = "name") -> None:
        super().__init__(message)
        #: What has to be mended: "name" or "purpose".
        self.about = about


@dataclass
class Opening:
    """What a department has now: in `made` what is new, in `there` what was there, both in words."""

    page: DepartmentPage
    collection: Collection
    editors: Group
    publishers: Group
    workflow: Workflow
    made: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)

    def say(self, thing: str, *, is_new: bool) -> None:
        """Note a thing under what was made, or under what was there."""
        (self.made if is_new else self.there).append(thing)


def editors(department: str) -> str:
    """What the group of a department's editors is called."""
    return f"{department} editors"


def publishers(department: str) -> str:
    """What the group of a department's publishers is called."""
    return f"{department} publishers"


def approval(department: str) -> str:
    """What the workflow is called in which a department's publishers approve."""
    return f"{department} approval"


@transaction.atomic
def open_department(
    name: str, *, purpose: str = "", live: bool = True, user: Any = None
) -> Opening:
    """Open a department below the home page; run again, it makes only what is missing.

    It gets a front page (published if `live`), a collection for its files, a group of editors (who add
    and change), a group of publishers (who also publish and lock) and a workflow in which publishers
    approve what editors submit. What is there is left as it is. `user` is named in the history.
    Raises DepartmentRefusedError, and then nothing was made.
    """
    name, purpose = " ".join(name.split()), purpose.strip()
    home = Page.objects.select_for_update().get(pk=_home().pk)
    address = _check(name, purpose, home)
    there = _department(name, home)
    page = there or _make_page(home, name, address, purpose, live=live, user=user)
    name = page.title  # as it is written there, whatever capitals were asked for now
    collection, collection_is_new = own_collection(name)
    editing, editing_is_new = make_section_group(editors(name), page, EDIT, collection)
    publishing, publishing_is_new = make_section_group(publishers(name), page, PUBLISH, collection)
    workflow, workflow_is_new = _workflow(page, approval(name), publishing)
    opening = Opening(page, collection, editing, publishing, workflow)
    state = "published" if page.live else "a draft that staff do not see yet"
    opening.say(f"the page “{page.title}”, {state}, at {page.url}", is_new=there is None)
    opening.say(f"the collection “{collection.name}” for its files", is_new=collection_is_new)
    opening.say(f"the group “{editing.name}”, who write", is_new=editing_is_new)
    opening.say(f"the group “{publishing.name}”, who publish", is_new=publishing_is_new)
    opening.say(
        f"the workflow “{workflow.name}”, in which drafts are approved", is_new=workflow_is_new
    )
    return opening


def check_department(name: str, purpose: str = "") -> None:
    """Raise DepartmentRefusedError if a department of this name cannot be opened."""
    _check(" ".join(name.split()), purpose.strip(), _home())


def _home() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise DepartmentRefusedError(
            "There is no site to put it in. Choose a default site and its home page under"
            " Settings, Sites."
        )
    return site.root_page


def _department(name: str, home: Page) -> DepartmentPage | None:
    """The department of this name below the home page, whatever its address."""
    found: DepartmentPage | None = (
        DepartmentPage.objects.child_of(home).filter(title__iexact=name).first()
    )
    return found


def _check(name: str, purpose: str, home: Page) -> str:
    """The address for the name, the last part of it only, once nothing speaks against either."""
    if not name:
        raise DepartmentRefusedError("Give the department a name.")
    if len(name) > LONGEST_NAME:
        raise DepartmentRefusedError(
            f"The name has {len(name)} letters; the most is {LONGEST_NAME}. Use a shorter one: it"
            " stands in menus and in the names of its groups."
        )
    if len(purpose) > LONGEST_PURPOSE:
        raise DepartmentRefusedError(
            f"The purpose has {len(purpose)} letters; the most is {LONGEST_PURPOSE}. Say it in a"
            " sentence or two, and the rest on the page.",
            about="purpose",
        )
    address = slugify(name) or slugify(name, allow_unicode=True)
    if not address:
        raise DepartmentRefusedError(
            f"No address can be made from “{name}”: it has no letters or digits. Give it a name"
            " that has."
        )
    if _department(name, home) is None:
        _check_address(address, home)
    return address


def _check_address(address: str, home: Page) -> None:
    if resolve(f"/{address}/").url_name != "wagtail_serve":
        raise DepartmentRefusedError(
            f"The address /{address}/ belongs to the intranet itself. Add a word to the name, such"
            " as “team”."
        )
    other = home.get_children().filter(slug=address).first()
    if other is not None:
        raise DepartmentRefusedError(
            f"The address /{address}/ is taken by the page “{other.title}”"
            f" ({other.specific_class._meta.verbose_name if other.specific_class else 'page'}). Give"
            " the department another name, or change that page’s address in its Promote tab."
        )


def _make_page(
    home: Page, name: str, address: str, purpose: str, *, live: bool, user: Any
) -> DepartmentPage:
    page: DepartmentPage = home.add_child(
        instance=DepartmentPage(title=name, slug=address, purpose=purpose, live=False, owner=user)
    )
    revision = page.save_revision(user=user, log_action="wagtail.create")
    if live:
        revision.publish(user=user)
        page.refresh_from_db()
    return page


def _workflow(page: Page, name: str, approvers: Group) -> tuple[Workflow, bool]:
    """The workflow set on this very page, or a new one, and whether it is new."""
    own = WorkflowPage.objects.filter(page_id=page.pk).select_related("workflow").first()
    if own is not None:
        return own.workflow, False
    workflow = Workflow.objects.create(name=name)
    task = GroupApprovalTask.objects.create(name=f"Approval by {approvers.name}")
    task.groups.add(approvers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=page.pk)
    return workflow, True
