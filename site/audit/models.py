"""One row for each time that something was changed."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from audit.querysets import ChangeQuerySet


class Door(models.TextChoices):
    """Where a change came in."""

    SITE = "site", "on the site"
    CMS = "cms", "in the CMS"
    FEED = "feed", "from the staff file"
    SYSTEM = "system", "by itself"


class Change(models.Model):
    """Who changed what, when, through which door; what each field said before and after, in words.

    Written in the transaction of the change itself, so that one is never there without the other.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    door = models.CharField(max_length=8, choices=Door.choices)
    at = models.DateTimeField(default=timezone.now)
    #: `{"job_title": ["Analyst", "Senior analyst"]}`; what was made has only an after.
    fields = models.JSONField(default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "change"
        verbose_name_plural = "changes"
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["content_type", "object_id", "-at"], name="audit_of_object"),
        )

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each field that changed: `name`, `before` and `after`."""
        return [
            {"name": name, "before": before, "after": after}
            for name, (before, after) in self.fields.items()
        ]
