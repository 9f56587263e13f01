"""Where stories stand on their way: being written, awaiting approval, scheduled, live, expiring."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

#: What goes within so many days, or went, is worth a look.
EXPIRING = timedelta(days=30)


class Tab(TextChoices):
    """The lists of the desk. A live story with changes that are not published is in two of them."""

    DRAFTS = "drafts", "Drafts"
    APPROVAL = "approval", "Awaiting approval"
    SCHEDULED = "scheduled", "Scheduled"
    LIVE = "live", "Live"
    EXPIRING = "expiring", "Expiring"
    EVERY = "every", "All"


#: What each list says when it is empty.
NOTHING_THERE = {
    Tab.DRAFTS: "Nothing is being written at the moment.",
    Tab.APPROVAL: "Nothing awaits approval.",
    Tab.SCHEDULED: "Nothing is scheduled.",
    Tab.LIVE: "No story is live.",
    Tab.EXPIRING: "Nothing goes within the next 30 days, and nothing went within the last.",
    Tab.EVERY: "There are no stories yet.",
}


def tab_q(tab: Tab, now: datetime | None = None) -> Q:
    """The stories of one list."""
    now = now or timezone.now()
    over = Q(expire_at__lte=now)
    lately = Q(expire_at__gt=now - EXPIRING, expire_at__lte=now + EXPIRING)
    submitted, scheduled = Q(pk__in=_in_workflow()), Q(pk__in=_scheduled())
    gone = Q(live=False, expired=True)
    found = {
        Tab.DRAFTS: Q(has_unpublished_changes=True) & ~submitted & ~scheduled & ~gone,
        Tab.APPROVAL: submitted,
        Tab.SCHEDULED: scheduled,
        Tab.LIVE: Q(live=True) & ~over,
        Tab.EXPIRING: lately & (Q(live=True) | gone),
        Tab.EVERY: Q(),
    }
    return found[tab]


def counts(stories: Any) -> dict[Tab, int]:
    """How many of some stories each list has: one query."""
    now = timezone.now()
    wanted = {f"in_{tab.value}": Count("pk", filter=tab_q(tab, now) or None) for tab in Tab}
    found = stories.order_by().aggregate(**wanted)
    return {tab: found[f"in_{tab.value}"] for tab in Tab}


def in_order(stories: Any, tab: Tab, to_review: list[int]) -> Any:
    """The stories of a list, in the order in which they are looked after.

    `to_review` are the ids of those that await the approval of whoever looks: they come first.
    """
    stories = with_times(stories.filter(tab_q(tab)))
    if tab == Tab.APPROVAL:
        others = Case(When(pk__in=to_review, then=0), default=1)
        return stories.order_by(others, "submitted_at", "pk")
    order = {
        Tab.SCHEDULED: ("goes_live_at", "pk"),
        Tab.LIVE: ("-publication_date", "-pk"),
        Tab.EXPIRING: ("expire_at", "pk"),
    }
    return stories.order_by(*order.get(tab, ("-changed_at", "-pk")))


def with_times(stories: Any) -> Any:
    """Stories with `goes_live_at`, `submitted_at` and `changed_at`, and whether they are `in_workflow`."""
    key = Cast(OuterRef("pk"), CharField())
    pages = _pages()
    planned = Revision.objects.filter(
        base_content_type=pages, object_id=key, approved_go_live_at__isnull=False
    )
    submitted = _active(WorkflowState.STATUS_IN_PROGRESS).filter(object_id=key)
    return stories.annotate(
        goes_live_at=Subquery(planned.order_by("-pk").values("approved_go_live_at")[:1]),
        submitted_at=Subquery(
            submitted.order_by("-pk").values("created_at")[:1], output_field=DateTimeField()
        ),
        in_workflow=Exists(
            WorkflowState.objects.active().filter(base_content_type=pages, object_id=key)
        ),
        changed_at=Coalesce("latest_revision_created_at", "last_published_at"),
    )


def _in_workflow() -> Any:
    return _numbers(_active(WorkflowState.STATUS_IN_PROGRESS))


def _scheduled() -> Any:
    return _numbers(
        Revision.objects.filter(base_content_type=_pages(), approved_go_live_at__isnull=False)
    )


def _active(status: str) -> Any:
    return WorkflowState.objects.filter(base_content_type=_pages(), status=status)


def _numbers(rows: Any) -> Any:
    """The ids of pages of some rows that hold them as text."""
    return rows.order_by().annotate(number=Cast("object_id", IntegerField())).values("number")


def _pages() -> ContentType:
    return ContentType.objects.get_for_model(Page)
