"""The CMS's first page: what it lists and counts is what may be shown to who looks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
)
from wagtail.models import Page

from core.exits.pages import shown_q


class RecentEdits(RecentEditsPanel):
    """What somebody edited last, while they may still see it."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Drop what is closed to them by now."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        edits = context["last_edits"]
        shown = _shown(parent_context["request"].user, (page for _when, page in edits))
        context["last_edits"] = [(when, page) for when, page in edits if page.pk in shown]
        return context


class LockedPages(LockedPagesPanel):
    """What somebody locked, while they may still see it."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Drop what is closed to them by now."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        pages, user = context["locked_pages"], parent_context["request"].user
        context["locked_pages"] = pages.filter(shown_q(user))
        return context


class InModeration(UserObjectsInWorkflowModerationPanel):
    """What somebody submitted, while they may still see it."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Drop what is closed to them by now."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        things = [(state, state.content_object) for state in context["workflow_states"]]
        pages = [thing for _state, thing in things if isinstance(thing, Page)]
        shown = _shown(parent_context["request"].user, pages)
        context["workflow_states"] = [
            state for state, thing in things if not isinstance(thing, Page) or thing.pk in shown
        ]
        return context


class PagesSummary(PagesSummaryItem):
    """How many pages there are for who looks."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Count only what may be shown."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        if context["total_pages"]:
            pages = Page.objects.filter(shown_q(self.request.user), depth__gt=1)
            context["total_pages"] = pages.count()
        return context


OURS: dict[type[Component], type[Component]] = {
    RecentEditsPanel: RecentEdits,
    LockedPagesPanel: LockedPages,
    UserObjectsInWorkflowModerationPanel: InModeration,
}


def replace_panels(panels: list[Component]) -> None:
    """Put ours in the place of Wagtail's."""
    panels[:] = [OURS[type(panel)]() if type(panel) in OURS else panel for panel in panels]


def replace_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Put our count of pages in the place of Wagtail's."""
    items[:] = [PagesSummary(request) if type(item) is PagesSummaryItem else item for item in items]


def _shown(user: Any, pages: Iterable[Page]) -> set[int]:
    numbers = [page.pk for page in pages]
    found = Page.objects.filter(shown_q(user), pk__in=numbers)
    return set(found.order_by().values_list("pk", flat=True))
