"""A story as a line of the desk: what it is, where it stands on its way, and what can be done with it."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import GroupApprovalTask, Page, WorkflowState

from core.clock import on_the_clock
from core.exits.pages import shown_q, to_review
from insights.reach.models import Reach
from news.desk.permissions import PUBLISHING, paths_with
from news.desk.states import Tab
from news.models import StoryAuthor

#: Wagtail's own actions on a story that awaits a group's approval, as the desk calls them.
APPROVING = {"approve": "Approve", "reject": "Ask for changes"}

#: The lists in which stories are out, and have readers.
READ = frozenset({Tab.LIVE, Tab.EXPIRING, Tab.EVERY})


@dataclass(frozen=True)
class Action:
    """Something that Wagtail does with a story once its dialog was answered, and where."""

    label: str
    address: str


@dataclass
class Row:
    """A story as a line."""

    page: Any
    title: str
    list_title: str
    department: str
    author: str
    states: list[str]
    when: str
    embargo: str
    edit: str
    preview: str
    #: How many have read it; None where that is not told.
    readers: int | None = None
    view: str = ""
    #: The same, to be sent to others.
    link: str = ""
    unpublish: str = ""
    actions: list[Action] = field(default_factory=list)


def rows(request: HttpRequest, stories: Any, tab: Tab, names: dict[Any, str]) -> list[Row]:
    """Lines of some stories, in their order: a number of queries that does not grow with theirs.

    `names` are those of lists, by their paths, and of departments, by their ids, that may be told.
    """
    found = list(near(stories))
    workflows, writers = _workflows(found), _writers(found)
    lists = {page.path[: -Page.steplen] for page in found}
    names = names | _named(request.user, lists - set(names))
    publishes, mine = paths_with(request.user, PUBLISHING), to_review(request.user)
    readers = _readers(found) if tab in READ else {}
    made = []
    for page in found:
        workflow = workflows.get(page.pk)
        row = Row(
            page,
            page.draft_title or page.title,
            names.get(page.path[: -Page.steplen], ""),
            names.get(page.department_id, ""),
            author_of(page, writers.get(page.pk, [])),
            states_of(page, workflow),
            when(page, tab, workflow),
            embargo_of(page),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        )
        if page.live:
            row.view = page.get_url(request) or ""
            row.link = request.build_absolute_uri(row.view)
            row.readers = readers.get(page.pk, 0) if tab in READ else None
        if page.live and page.path.startswith(publishes):
            row.unpublish = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
        if page.pk in mine and workflow is not None:
            row.actions = _approving(page, workflow)
        made.append(row)
    return made


def near(stories: Any) -> Any:
    """Stories with who changed them last, and without what no line shows."""
    return stories.select_related("latest_revision__user").defer("body", "latest_revision__content")


def author_of(page: Any, writers: list[str]) -> str:
    """Who wrote it, as far as it says; else who changed it last."""
    names = [*writers, *filter(None, [page.author])]
    if names:
        return ", ".join(names)
    user = page.latest_revision.user if page.latest_revision else None
    return (user.get_full_name() or user.get_username()) if user else ""


def states_of(page: Any, workflow: WorkflowState | None) -> list[str]:
    """Where it stands, in a word or two each."""
    gone = page.expire_at is not None and page.expire_at <= timezone.now()
    said = []
    if gone and (page.live or page.expired):
        said.append("Expired")
    elif page.live:
        said.append("Live")
    if workflow is not None:
        waits = workflow.status == WorkflowState.STATUS_IN_PROGRESS
        said.append("Awaiting approval" if waits else "Changes asked for")
    if page.goes_live_at is not None:
        said.append("Scheduled")
    elif page.has_unpublished_changes and workflow is None and not gone:
        said.append("Unpublished changes" if page.live else "Draft")
    if page.is_embargoed:
        said.append("Embargoed")
    return said


def when(page: Any, tab: Tab, workflow: WorkflowState | None) -> str:
    """The date that matters in a list, in words."""
    if tab == Tab.APPROVAL and workflow is not None:
        by = workflow.requested_by
        name = f" by {by.get_full_name() or by.get_username()}" if by else ""
        return f"Submitted {on_the_clock(workflow.created_at)}{name}"
    if tab == Tab.SCHEDULED and page.goes_live_at:
        return f"Goes live {on_the_clock(page.goes_live_at)}"
    if tab == Tab.EXPIRING and page.expire_at:
        verb = "Goes" if page.expire_at > timezone.now() else "Went"
        return f"{verb} {on_the_clock(page.expire_at)}"
    if tab == Tab.LIVE:
        goes = f", goes {on_the_clock(page.expire_at)}" if page.expire_at else ""
        return f"{date_format(page.publication_date, 'j F Y')}{goes}"
    return f"Changed {on_the_clock(page.changed_at)}" if page.changed_at else ""


def _readers(stories: list[Any]) -> dict[int, int]:
    """How many have read some stories, by their ids: those who edit a story are told of its reach."""
    rows = Reach.objects.filter(page__in=[page.pk for page in stories]).by("page_id")
    return {row["page_id"]: row["readers"] for row in rows}


def embargo_of(page: Any) -> str:
    """Until when a story is embargoed, and why, in words; empty where it is not."""
    if not page.is_embargoed:
        return ""
    note = f". {page.embargo_note}" if page.embargo_note else ""
    return f"Embargoed until {on_the_clock(page.embargoed_until)}{note}"


def _workflows(stories: list[Any]) -> dict[int, WorkflowState]:
    """The workflows that some stories are in, by their ids."""
    if not any(page.in_workflow for page in stories):
        return {}
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in stories],
    )
    near = states.select_related("requested_by", "current_task_state__task")
    return {int(state.object_id): state for state in near}


def _writers(stories: list[Any]) -> dict[int, list[str]]:
    """The names of those who wrote some stories, in the editors' order, by the stories' ids."""
    found: dict[int, list[str]] = {}
    authors = StoryAuthor.objects.filter(page__in=stories).select_related("person")
    for one in authors.order_by("sort_order", "pk"):
        found.setdefault(one.page_id, []).append(one.person.name)
    return found


def _named(user: Any, paths: set[str]) -> dict[Any, str]:
    """The names of pages at some paths, as far as `user` may know them."""
    if not paths:
        return {}
    shown = Page.objects.filter(shown_q(user), path__in=paths)
    return dict(shown.values_list("path", "title"))


def _approving(page: Any, workflow: WorkflowState) -> list[Action]:
    """What its reviewer may do with it at once, in Wagtail's dialogs; other kinds of tasks are done in the editor."""
    state = workflow.current_task_state
    group = ContentType.objects.get_for_model(GroupApprovalTask)
    if state is None or state.task.content_type_id != group.pk:
        return []
    name = "wagtailadmin_pages:workflow_action"
    return [
        Action(label, reverse(name, args=[page.pk, action, state.pk]))
        for action, label in APPROVING.items()
    ]
