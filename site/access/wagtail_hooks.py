"""What access adds to the CMS."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from access.cms import who
from access.cms.moves import BulkMove
from access.cms.permissions import may_ask, may_edit
from access.cms.viewsets import RulePageViewSet
from access.settle import PAGES


@hooks.register("register_admin_viewset")
def page_views() -> RulePageViewSet:
    """The privacy dialog, moves and copies that tell what they mean for readers."""
    return RulePageViewSet()


# The same for moves of several pages; after Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", BulkMove, order=10)


@hooks.register("register_admin_urls")
def who_can_see_urls() -> list[URLPattern]:
    """“Who can see this”, for pages and for collections."""
    return [
        path("who-can-see/<int:page_id>/", who.page, name="access_who_can_see_page"),
        path(
            "who-can-see/collection/<int:collection_id>/",
            who.collection,
            name="access_who_can_see_collection",
        ),
    ]


@hooks.register("register_page_header_buttons")
def header_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way to “Who can see this” from a page's own menu."""
    if may_ask(user, PAGES, page):
        yield _button(page)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way to “Who can see this” from a list of pages, for those who edit them: no query a row."""
    if may_edit(user, PAGES, page):
        yield _button(page)


def _button(page: Page) -> Button:
    return Button(
        "Who can see this",
        reverse("access_who_can_see_page", args=[page.pk]),
        icon_name="view",
        priority=55,
    )
