"""The desk's addresses, its ways in the menu, and what histories call its doings."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from news.cms.viewsets import SUBMENU
from news.desk import calendar_view, order_views, views
from news.desk.arranging import ARRANGED
from news.desk.permissions import may_use_desk
from news.desk.places import may_order_something


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The pages of the desk."""
    return [
        path("news/", views.desk, name="news_desk"),
        path("news/calendar/", calendar_view.calendar, name="news_desk_calendar"),
        path("news/order/", order_views.start, name="news_desk_order_start"),
        path("news/order/home/", order_views.order, name="news_desk_order"),
        path("news/order/home/preview/", order_views.preview, name="news_desk_preview"),
        path("news/order/<number:department>/", order_views.order, name="news_desk_order"),
        path(
            "news/order/<number:department>/preview/", order_views.preview, name="news_desk_preview"
        ),
        path("news/new/", views.new_story, name="news_desk_new"),
    ]


class DeskMenuItem(MenuItem):
    """Shown to those who may go there."""

    def __init__(self, *args: Any, may: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader may."""
        return bool(self.may(request.user))


@hooks.register(SUBMENU)
def desk_menu_item() -> MenuItem:
    """The way to the desk."""
    return DeskMenuItem(
        "News desk", reverse("news_desk"), icon_name="list-ul", order=10, may=may_use_desk
    )


@hooks.register(SUBMENU)
def calendar_menu_item() -> MenuItem:
    """The way to the calendar."""
    return DeskMenuItem(
        "Calendar", reverse("news_desk_calendar"), icon_name="calendar", order=20, may=may_use_desk
    )


@hooks.register(SUBMENU)
def order_menu_item() -> MenuItem:
    """The way to the order of stories."""
    return DeskMenuItem(
        "Order of stories",
        reverse("news_desk_order_start"),
        icon_name="order",
        order=30,
        may=may_order_something,
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What the history of a page calls it."""
    actions.register_action(ARRANGED, "Put stories in order", "Put the stories in order")
