"""What search adds to the CMS: the editors' desk."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from search.cms import doors, reports
from search.cms.entries import entry
from search.cms.permissions import may_change_weights, may_see_entries, may_see_reports
from search.cms.viewsets import SUBMENU, SearchGroup
from search.cms.weighing import weights
from search.cms.why import why

register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The screens of the desk, and the reports."""
    found = [
        path("search/why/", why, name="search_why"),
        path("search/weights/", weights, name="search_weights"),
        path("search/entry/<slug:source>/<int:number>/", entry, name="search_entry"),
    ]
    for report in reports.REPORTS:
        name: Any = report.index_url_name
        part = name.removeprefix("search_report_")
        found += [
            path(f"reports/search/{part}/", report.as_view(), name=name),
            path(
                f"reports/search/{part}/results/",
                report.as_view(results_only=True),
                name=report.index_results_url_name,
            ),
        ]
    return found


class DeskMenuItem(MenuItem):
    """Shown to those who may go there."""

    def __init__(self, *args: Any, may: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader may."""
        return bool(self.may(request.user))


@hooks.register(SUBMENU)
def why_menu_item() -> MenuItem:
    """The way to “Why is this result here”."""
    return DeskMenuItem(
        "Why is this here?",
        reverse("search_why"),
        icon_name="help",
        order=500,
        may=may_see_entries,
    )


@hooks.register(SUBMENU)
def weights_menu_item() -> MenuItem:
    """The way to the weights."""
    return DeskMenuItem(
        "Weights",
        reverse("search_weights"),
        icon_name="sliders",
        order=510,
        may=may_change_weights,
    )


def _register_report(report: Any, order: int) -> None:
    @hooks.register("register_reports_menu_item")
    def report_menu_item() -> MenuItem:
        return DeskMenuItem(
            report.page_title,
            reverse(report.index_url_name),
            name=report.index_url_name.replace("_", "-"),
            icon_name=report.header_icon,
            order=order,
            may=may_see_reports,
        )


for at, one in enumerate(reports.REPORTS):
    _register_report(one, 600 + at)


@hooks.register("register_permissions")
def desk_permissions() -> QuerySet[Permission]:
    """The rights of the desk that no register brings, for the form of groups."""
    return Permission.objects.filter(
        Q(content_type__app_label="search", codename__in=("view_entry", "change_weights"))
        | Q(content_type__app_label="insights", codename="view_searchlog")
    )


@hooks.register("register_page_header_buttons")
def page_entry_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way to a page's entry, from its own menu."""
    if page.pk and may_see_entries(user):
        yield Button(
            "Search entry",
            reverse("search_entry", args=["page", page.pk]),
            icon_name="search",
            priority=56,
        )


class EntryMenuItem(ActionMenuItem):
    """The way to a person's or a team's entry, beside the button that saves."""

    name = "search-entry"
    label = "Search entry"
    icon_name = "search"

    def is_shown(self, context: Any) -> bool:
        """Whether the thing is there, and the reader may see entries."""
        return context["view"] == "edit" and may_see_entries(context["request"].user)

    def get_url(self, parent_context: Any) -> str:
        """Where it is."""
        thing = parent_context["instance"]
        return reverse("search_entry", args=[doors.source_of(thing), thing.pk])


@hooks.register("register_snippet_action_menu_item")
def snippet_entry_item(model: Any) -> ActionMenuItem | None:
    """For what search knows."""
    return EntryMenuItem(order=90) if model in doors.MODELS.values() else None
