"""Policies: an A to Z, and each policy with its facts."""

from datetime import date
from itertools import groupby
from typing import Any
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import BodyBlock
from core.fields import BodyField
from core.models import BasePage, DepartmentMixin, TopicsMixin, hide_closed_departments
from policies.querysets import PolicyQuerySet

NO_DEPARTMENT = "Whole organisation"


class PolicyIndexPage(BasePage):
    """All policies, from A to Z or by department."""

    summary = models.TextField(
        "introduction",
        max_length=400,
        blank=True,
        help_text="A sentence above the list. Optional.",
    )

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]
    search_fields = [*BasePage.search_fields, index.SearchField("summary")]

    parent_page_types = ["home.HomePage", "departments.DepartmentPage", "policies.PolicyIndexPage"]
    subpage_types = ["policies.PolicyPage", "policies.PolicyIndexPage"]
    page_description = "A list of policies, from A to Z and by department."

    class Meta:
        verbose_name = "policy list"
        verbose_name_plural = "policy lists"

    def policies(self, request: HttpRequest) -> PolicyQuerySet:
        """The policies below this list that the reader may see."""
        policies = (
            PolicyPage.objects.descendant_of(self) if self.path else PolicyPage.objects.none()
        )
        return policies.readable_by(request.user).for_listing()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the policies, grouped as the reader asked."""
        context = super().get_context(request, *args, **kwargs)
        by_department = request.GET.get("by") == "department"
        name = _department_name if by_department else _letter
        policies = hide_closed_departments(self.policies(request), request.user)
        policies.sort(key=lambda policy: (folded(name(policy)), name(policy), folded(policy.title)))
        context["by_department"] = by_department
        context["groups"] = [(key, list(group)) for key, group in groupby(policies, key=name)]
        return context


class PolicyPage(DepartmentMixin, TopicsMixin, BasePage):
    """A policy: what it says at a glance, whom it binds, from when, and the text."""

    summary = models.TextField(
        "at a glance",
        max_length=600,
        blank=True,
        help_text="What the policy asks of people, in two or three sentences. Many read no further.",
    )
    applies_to = models.CharField(
        max_length=255,
        blank=True,
        default="All staff",
        help_text="Who must follow it: “All staff”, “Managers”, “Contractors”.",
    )
    effective_from = models.DateField(null=True, blank=True, help_text="From when it holds.")
    review_by = models.DateField(
        null=True, blank=True, help_text="When it must be looked at again. Shown to readers."
    )
    body = BodyField(BodyBlock())

    objects = PageManager.from_queryset(PolicyQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("effective_from"), FieldPanel("review_by")]),
                FieldPanel("applies_to"),
                *DepartmentMixin.department_panels,
                *TopicsMixin.topics_panels,
            ],
            "About this policy",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("applies_to"),
        index.SearchField("body"),
    ]

    parent_page_types = ["policies.PolicyIndexPage"]
    subpage_types: list[str] = []
    page_description = "What people must do, with dates, an owner and a contents list."
    kind = "policy"
    kind_label = "Policy"
    kinds_label = "Policies"
    stands_in_section = False

    class Meta:
        verbose_name = "policy"
        verbose_name_plural = "policies"

    def clean(self) -> None:
        """A policy is reviewed after it takes effect, not before."""
        super().clean()
        if self.effective_from and self.review_by and self.review_by < self.effective_from:
            raise ValidationError(
                {
                    "review_by": "The review comes before the policy takes effect. Choose a later date."
                }
            )

    @classmethod
    def for_reading(cls) -> PolicyQuerySet:
        """Policies with their department at hand."""
        return cls.objects.for_listing(body=True)

    @property
    def shown_date(self) -> date | None:
        """From when the policy holds, if it says so."""
        return self.effective_from or super().shown_date

    @property
    def review_is_overdue(self) -> bool:
        """Whether the review date has passed."""
        return self.review_by is not None and self.review_by < timezone.localdate()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Leave out a department that the reader may not see."""
        hide_closed_departments([self], request.user)
        return super().get_context(request, *args, **kwargs)


def folded(text: str) -> str:
    """`text` as an index orders it: without accents, and no capitals."""
    return normalize("NFKD", text).encode("ascii", "ignore").decode().casefold() or text.casefold()


def _letter(policy: PolicyPage) -> str:
    first = folded(policy.title)[:1].upper()
    return first if first.isalpha() else "0–9"


def _department_name(policy: PolicyPage) -> str:
    return policy.department.title if policy.department else NO_DEPARTMENT
