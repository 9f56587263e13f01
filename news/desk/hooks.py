"""What news adds to the CMS: the desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from news.desk import calendar_view, views
from news.desk.permissions import may_use_desk


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern]:
    """The pages of the desk."""
    return [
        path("news/", views.desk, name="news_desk"),
        path("news/calendar/", calendar_view.calendar, name="news_desk_calendar"),
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


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    """The way to the desk."""
    return DeskMenuItem(
        "News desk", reverse("news_desk"), icon_name="list-ul", order=110, may=may_use_desk
    )
