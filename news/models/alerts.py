"""What everybody, or a department, is to know now, on every page."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable

from core.clock import WallClockField
from news.enums import Audience, Tone
from news.querysets import AlertQuerySet


class Alert(ClusterableModel):
    """A few words below the header of every page, from one minute to another.

    Whom it is for is a matter of audience: it keeps others from being bothered, and keeps nothing secret.
    """

    tone = models.CharField(
        max_length=8,
        choices=Tone.choices,
        default=Tone.INFO,
        help_text="“Act now” is for what cannot wait: a fire, a closed building.",
    )
    title = models.CharField(
        max_length=120, help_text="What is the matter, in a line: “Mariner House is closed today”."
    )
    text = models.CharField(
        max_length=300, blank=True, help_text="What to do about it, in a sentence or two."
    )
    link_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Those who may not see it are shown no link.",
    )
    link_address = models.URLField(
        "web address", blank=True, help_text="Only for places elsewhere."
    )
    link_words = models.CharField(
        max_length=80, blank=True, help_text="What the link says. Left empty: “Read more”."
    )
    audience = models.CharField(
        "for", max_length=11, choices=Audience.choices, default=Audience.ALL
    )
    starts_at = WallClockField(
        "from", default=timezone.now, help_text="To the minute, by the site's clock."
    )
    ends_at = WallClockField("until", help_text="When it is taken down by itself.")
    is_dismissable = models.BooleanField(
        "readers may dismiss it",
        default=True,
        help_text="Each for themselves. Untick for what must stay before everybody's eyes.",
    )

    objects = AlertQuerySet.as_manager()

    panels = [
        FieldPanel("tone"),
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel(
            [
                PageChooserPanel("link_page"),
                FieldPanel("link_address"),
                FieldPanel("link_words"),
            ],
            heading="Where to read more (optional)",
        ),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                InlinePanel("alert_departments", heading="Departments", label="Department"),
            ],
            heading="Who sees it",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("is_dismissable"),
            ],
            heading="When",
        ),
    ]

    class Meta:
        verbose_name = "alert"
        verbose_name_plural = "alerts"
        ordering = ("-starts_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="news_alert_ends_after_it_starts",
                violation_error_message="It would end before it starts. Choose a later end.",
            ),
        )
        indexes = (models.Index(fields=["ends_at"], name="news_alerts_by_end"),)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """One link at most, and an end that comes after the start."""
        super().clean()
        errors: dict[str, str] = {}
        if self.link_page_id and self.link_address:
            errors["link_address"] = "Choose one: a page or a web address."
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = "It would end before it starts. Choose a later time."
        if errors:
            raise ValidationError(errors)


class AlertDepartment(Orderable):
    """That an alert is for a department, and for those below it."""

    alert = ParentalKey(Alert, on_delete=models.CASCADE, related_name="alert_departments")
    department = models.ForeignKey(
        "departments.DepartmentPage", on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("department")]

    class Meta(Orderable.Meta):
        verbose_name = "department"
        verbose_name_plural = "departments"

    def __str__(self) -> str:
        return f"Department {self.department_id}"


class Dismissal(models.Model):
    """That a person does not want to see an alert any more."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="dismissals")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissals"
    )
    at = models.DateTimeField(default=timezone.now)

    user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("alert", "user"), name="news_dismissed_once"),
        )

    def __str__(self) -> str:
        return f"Alert {self.alert_id}, dismissed by {self.user_id}"
