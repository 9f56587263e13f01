"""The home page, which also finds every other page."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from access.querysets import readable_by
from core import registry
from core.blocks import BodyBlock, CardListBlock
from core.fields import BodyField
from core.models import BasePage, hide_closed_departments
from departments.models import DepartmentPage
from news.models import NewsIndexPage, NewsPage

STORIES = 5


class HomePage(BasePage):
    """What staff see first: the tasks they come for, the news, the departments."""

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
    lead_story = models.ForeignKey(
        "news.NewsPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown large. Left empty, the latest story leads.",
    )
    body = BodyField(BodyBlock(), help_text="Anything below the news. Optional.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("top_tasks"),
        PageChooserPanel("lead_story"),
        FieldPanel("body"),
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
        address = "".join(f"{part}/" for part in path_components)
        pages = Page.objects.filter(url_path=f"{self.url_path}{address}")
        found = readable_by(pages, request.user).only("content_type", "live").first()
        page_type = found.specific_class if found else None
        if page_type is None or not issubclass(page_type, BasePage):
            raise Http404
        page = get_object_or_404(page_type.for_reading(), pk=found.pk)
        page.reader_was_checked = True
        return page.route(request, []) if path_components else RouteResult(page)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the stories, the lead first, the departments, and what waits for the reader."""
        context = super().get_context(request, *args, **kwargs)
        readable = NewsPage.objects.readable_by(request.user).for_listing()
        stories = list(readable.latest_first()[: STORIES + 1])
        lead = next((story for story in stories if story.pk == self.lead_story_id), None)
        if lead is None and self.lead_story_id:
            lead = readable.filter(pk=self.lead_story_id).first()
        lead = lead or next(iter(stories), None)
        rest = [story for story in stories if story != lead][:STORIES]
        hide_closed_departments([lead, *rest] if lead else [], request.user)
        context["lead"] = lead
        context["news_list"] = NewsIndexPage.objects.above(lead, request.user) if lead else None
        context["stories"] = rest
        context["departments"] = DepartmentPage.objects.below(self, request.user).order_by("title")
        context["to_do"] = [item for build in registry.to_do for item in build(request)]
        return context
