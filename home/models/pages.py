"""The home page, which also finds every other page."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from access.querysets import readable_by
from core.blocks import CardListBlock
from core.fields import BodyField
from core.models import BasePage
from home.blocks import SectionsBlock
from home.front import compose


class HomePage(BasePage):
    """What staff see first: the tasks they come for, then the sections that editors chose."""

    summary = models.TextField(
        "welcome",
        max_length=300,
        blank=True,
        help_text="A sentence below the site's name. Optional.",
    )
    top_tasks = BodyField(
        CardListBlock(),
        help_text="What most people come for. Six to eight, most wanted first.",
    )
    sections = BodyField(
        SectionsBlock(),
        help_text="What stands below the search and the top tasks, from top to bottom. "
        "A section that has nothing for somebody is not shown to them.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("top_tasks"),
        FieldPanel("sections"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "departments.DepartmentPage",
        "departments.ContentPage",
        "news.NewsIndexPage",
        "policies.PolicyIndexPage",
        "events.EventIndexPage",
    ]
    max_count = 1
    page_description = "The front of the site."

    class Meta:
        verbose_name = "home page"
        verbose_name_plural = "home pages"

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a page at any depth by its address: one query, and one for its specific type.

        Raises Http404 for what is not there and for what the reader may not see, alike.
        """
        if not path_components:
            home = get_object_or_404(readable_by(HomePage.for_reading(), request.user), pk=self.pk)
            home.reader_was_checked = True
            return RouteResult(home)
        address = "".join(f"{part}/" for part in path_components)
        pages = Page.objects.filter(url_path=f"{self.url_path}{address}")
        found = readable_by(pages, request.user).only("content_type", "live").first()
        page_type = found.specific_class if found else None
        if page_type is None or not issubclass(page_type, BasePage):
            raise Http404
        page = get_object_or_404(page_type.for_reading(), pk=found.pk)
        page.reader_was_checked = True
        return page.route(request, [])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the top tasks, and the sections that have something for this reader."""
        return {**super().get_context(request, *args, **kwargs), **compose(request, self)}
