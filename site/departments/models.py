"""A department's site: its front page, and pages at any depth below."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core import registry
from core.blocks import BodyBlock, CardListBlock, ContactBlock, PersonBlock
from core.fields import BodyField
from core.models import BasePage, TopicsMixin
from departments.querysets import ContentQuerySet, DepartmentQuerySet


class DepartmentPage(BasePage):
    """A department's front page: what it is for, what it does for you, whom to ask."""

    purpose = models.TextField(
        max_length=400,
        blank=True,
        help_text="What the department is for, in a sentence or two. Shown first and in listings.",
    )
    services = BodyField(
        CardListBlock(),
        verbose_name="what we do for you",
        help_text="What people come for, most wanted first. One card a service.",
    )
    contacts = BodyField(
        [("contact", ContactBlock()), ("person", PersonBlock())],
        help_text="Whom to ask, one contact a need: a team's mailbox outlasts a person's. A person is "
        "shown as their profile says.",
    )
    quick_links = BodyField(
        CardListBlock(),
        help_text="Forms, systems and pages that people open every day.",
    )
    body = BodyField(
        BodyBlock(), verbose_name="more about us", help_text="Anything else. Optional."
    )

    objects = PageManager.from_queryset(DepartmentQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("services"),
        MultiFieldPanel([FieldPanel("contacts"), FieldPanel("quick_links")], "Contacts and links"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("services"),
        index.SearchField("body"),
    ]

    parent_page_types = ["home.HomePage", "departments.DepartmentPage"]
    subpage_types = [
        "departments.ContentPage",
        "departments.DepartmentPage",
        "news.NewsIndexPage",
        "policies.PolicyIndexPage",
        "events.EventIndexPage",
    ]
    page_description = "A department's front page, with its own pages, news and policies below."
    kind = "department"
    kind_label = "Department"
    kinds_label = "Departments"
    show_in_menus_default = False

    class Meta:
        verbose_name = "department"
        verbose_name_plural = "departments"
        permissions = [("open_department", "Can open a department: its site, groups and files")]

    @property
    def teaser(self) -> str:
        """What the department is for."""
        return self.purpose or self.search_description

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what other apps show here, and the sections below."""
        context = super().get_context(request, *args, **kwargs)
        panels = (build(request, self) for build in registry.department_panels)
        context["panels"] = [panel for panel in panels if panel]
        pages = ContentPage.objects.below(self, request.user)
        departments = DepartmentPage.objects.below(self, request.user)
        context["sections"] = sorted([*pages, *departments], key=lambda page: page.path)
        return context


class ContentPage(TopicsMixin, BasePage):
    """A page of a department's site, at any depth."""

    summary = models.TextField(
        max_length=400,
        blank=True,
        help_text="What the page tells, in a sentence or two. Shown first and in listings.",
    )
    body = BodyField(BodyBlock())

    objects = PageManager.from_queryset(ContentQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        *TopicsMixin.topics_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]

    parent_page_types = [
        "home.HomePage",
        "departments.DepartmentPage",
        "departments.ContentPage",
    ]
    subpage_types = ["departments.ContentPage"]
    page_description = "Guidance or information, with more pages below if need be."

    class Meta:
        verbose_name = "content page"
        verbose_name_plural = "content pages"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, which a page without words of its own lists."""
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = ContentPage.objects.below(self, request.user)
        return context
