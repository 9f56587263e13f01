"""What a page is besides its place: live, scheduled, submitted, and what groups may do there."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from wagtail.models import GroupPagePermission, Page, Revision, WorkflowState

from core import findable
from core.found.pages import NAME

#: How many ids are asked for at once; SQLite takes a limited number of values.
CHUNK = 500


def live_in(page: Page) -> list[int]:
    """The ids of what is live in a page's tree, and of live aliases of it elsewhere."""
    inside = Page.objects.filter(path__startswith=page.path)
    live, more = set(inside.filter(live=True).values_list("pk", flat=True)), set(_ids(inside))
    while more:
        aliases = Page.objects.filter(alias_of__in=list(more)[:CHUNK])
        rest = set(list(more)[CHUNK:])
        found = dict(aliases.exclude(path__startswith=page.path).values_list("pk", "live"))
        live |= {number for number, is_live in found.items() if is_live}
        more = rest | found.keys()
    return sorted(live)


def take(page: Page, live: list[int]) -> dict[str, Any]:
    """Make everything a draft that nothing publishes and nobody has rights on; gives what was."""
    for numbers in _chunks(live):
        Page.objects.filter(pk__in=numbers).update(live=False)
    findable.changed(NAME, live)
    revisions = _revisions(page).filter(approved_go_live_at__isnull=False)
    schedule = {
        str(number): when.isoformat()
        for number, when in revisions.values_list("pk", "approved_go_live_at")
        if when
    }
    revisions.update(approved_go_live_at=None)
    rights = GroupPagePermission.objects.filter(page__path__startswith=page.path)
    rows = [list(row) for row in rights.values_list("group_id", "page_id", "permission_id")]
    rights.delete()
    return {"live": live, "schedule": schedule, "rights": rows}


def give_back(page: Page, was: dict[str, Any]) -> list[int]:
    """Make everything in a page's tree, and its aliases, what `take` said that it was.

    Gives the ids of what is live again. An alias is live only while what it mirrors is.
    """
    live = was.get("live", [])
    for numbers in _chunks(live):
        here = Page.objects.filter(pk__in=numbers)
        here.filter(alias_of__isnull=True, path__startswith=page.path).update(live=True)
    for numbers in _chunks(live):
        aliases = Page.objects.filter(pk__in=numbers, alias_of__live=True, binned__isnull=True)
        Page.objects.filter(pk__in=list(_ids(aliases))).update(live=True)
    findable.changed(NAME, live)
    for number, when in was.get("schedule", {}).items():
        Revision.objects.filter(pk=number).update(approved_go_live_at=parse_datetime(when))
    groups = set(Group.objects.values_list("pk", flat=True))
    inside = set(_ids(Page.objects.filter(path__startswith=page.path)))
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group_id=group, page_id=place, permission_id=permission)
            for group, place, permission in was.get("rights", [])
            if group in groups and place in inside
        ],
        ignore_conflicts=True,
    )
    return [n for part in _chunks(live) for n in _ids(Page.objects.filter(pk__in=part, live=True))]


def withdraw(page: Page, user: Any) -> None:
    """Withdraw what is submitted for approval in a page's tree."""
    waiting = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=_keys(page)
    )
    for workflow in waiting:
        workflow.cancel(user=user)


def rename(page: Page, slug: str) -> None:
    """Write a new address into the drafts too, or the next to be published brings the old one back."""
    for revision in _revisions(page).filter(object_id=str(page.pk), content__slug__isnull=False):
        if revision.content["slug"] != slug:
            revision.content["slug"] = slug
            revision.save(update_fields=["content"])


def _revisions(page: Page) -> Any:
    return Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=_keys(page)
    )


def _keys(page: Page) -> Any:
    """The ids in a page's tree as the text that revisions and workflows keep."""
    inside = Page.objects.filter(path__startswith=page.path).order_by()
    return inside.annotate(key=Cast("pk", CharField())).values("key")


def _ids(pages: Any) -> Iterable[int]:
    numbers: Iterable[int] = pages.order_by().values_list("pk", flat=True)
    return numbers


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
