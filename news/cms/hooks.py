"""What news adds to the CMS besides its desk: alerts, series, templates, and starting from one."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from news.cms.starting import StartView
from news.cms.viewsets import SUBMENU, NewsGroup
from news.desk.permissions import ADDING, lists_of
from news.models import Alert, NewsIndexPage, NewsSeries, StoryTemplate
from news.permissions import NewsKeepers, may_add_story

for model in (Alert, NewsSeries, StoryTemplate):
    register_permission_policy(model, NewsKeepers(model))
register_snippet(NewsGroup)


@hooks.register("register_admin_urls")
def start_url() -> list[URLPattern]:
    """Where a story is started from a template."""
    return [path("news/from-template/", StartView.as_view(), name="news_start")]


class StartMenuItem(MenuItem):
    """Shown to those who write for some list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader does."""
        return bool(lists_of(request.user, ADDING))


@hooks.register(SUBMENU)
def start_menu_item() -> MenuItem:
    """The way there."""
    return StartMenuItem(
        "Start from a template", reverse("news_start"), icon_name="plus-inverse", order=900
    )


@hooks.register("register_page_header_buttons")
def start_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way there from a news list."""
    if isinstance(page.specific_deferred, NewsIndexPage) and may_add_story(user, page):
        yield Button(
            "Start a story from a template",
            f"{reverse('news_start')}?list={page.pk}",
            icon_name="doc-full",
            priority=25,
        )
