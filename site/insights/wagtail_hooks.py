"""What insights adds to the CMS: the reach of stories."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from insights.reach.cms import address_of, stories, story
from insights.reach.permissions import may_see, may_see_some


@hooks.register("register_admin_urls")
def reach_urls() -> list[URLPattern]:
    """The list of stories, and one story."""
    return [
        path("reach/", stories, name="insights_reach"),
        path("reach/<number:number>/", story, name="insights_reach_story"),
    ]


class ReachMenuItem(MenuItem):
    """Shown to who may be told of some story."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader may."""
        return may_see_some(request.user)


@hooks.register("register_reports_menu_item")
def reach_menu_item() -> MenuItem:
    """The way to the list."""
    return ReachMenuItem(
        "Reach", reverse("insights_reach"), name="reach", icon_name="view", order=590
    )


@hooks.register("register_page_header_buttons")
def reach_header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way to a story's reach, from its own menu."""
    yield from _button(page, user)


@hooks.register("register_page_listing_more_buttons")
def reach_listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The same, from the list of pages."""
    yield from _button(page, user)


@hooks.register("register_permissions")
def reach_permission() -> QuerySet[Permission]:
    """The right to be told of all stories, for the form of groups."""
    return Permission.objects.filter(content_type__app_label="insights", codename="view_reach")


def _button(page: Page, user: Any) -> Iterator[Button]:
    if page.pk and may_see(user, page):
        yield Button("Reach", address_of(page), icon_name="view", priority=55)
