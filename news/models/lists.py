"""A list of stories."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.models import BasePage, hide_closed_departments
from news.models.stories import NewsPage
from news.querysets import NewsListQuerySet, NewsQuerySet

STORIES_A_PAGE = 12
NARROWED_BY = ("topic", "department", "series", "year")


class NewsIndexPage(BasePage):
    """A list of stories, newest first, by topic, department, series and year."""

    summary = models.TextField(
        "introduction",
        max_length=400,
        blank=True,
        help_text="A sentence above the list. Optional.",
    )

    objects = PageManager.from_queryset(NewsListQuerySet)()

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]

    parent_page_types = ["home.HomePage", "departments.DepartmentPage", "news.NewsIndexPage"]
    subpage_types = ["news.NewsPage", "news.NewsIndexPage"]
    page_description = "A list of stories. A site may have several."

    class Meta:
        verbose_name = "news list"
        verbose_name_plural = "news lists"

    def stories(self, request: HttpRequest) -> NewsQuerySet:
        """The stories below this list that the reader may see, newest first."""
        stories = NewsPage.objects.descendant_of(self) if self.path else NewsPage.objects.none()
        return stories.readable_by(request.user).latest_first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of stories, and what they can be narrowed by."""
        context = super().get_context(request, *args, **kwargs)
        every = self.stories(request)
        wanted = {name: request.GET.get(name, "") for name in NARROWED_BY}
        years, topics = every.years(), every.topics()
        departments = every.departments(request.user)
        all_series = every.all_series()
        found = every.narrowed(request.user, **wanted).for_listing()
        page = Paginator(found, STORIES_A_PAGE).get_page(request.GET.get("page"))
        page.object_list = hide_closed_departments(page.object_list, request.user)
        context |= {
            "stories": page,
            "topic": next((topic for topic in topics if topic.slug == wanted["topic"]), None),
            "topics": topics,
            "department": next((d for d in departments if d.slug == wanted["department"]), None),
            "departments": departments,
            "series": next((one for one in all_series if one.slug == wanted["series"]), None),
            "all_series": all_series,
            "year": wanted["year"],
            "years": years,
            "filtered": any(wanted.values()),
            "filters": urlencode({name: value for name, value in wanted.items() if value}),
        }
        return context
