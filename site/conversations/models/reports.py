"""Reports to the moderators."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from conversations.enums import Outcome, Reason
from conversations.querysets import ReportQuerySet


class Report(models.Model):
    """That somebody found something wrong with a contribution: once a person.

    It keeps the text as it was then, and what the contribution is about, which decides who may see it.
    """

    target = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    subject = models.CharField(max_length=20)
    subject_number = models.PositiveBigIntegerField()
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=8, choices=Reason.choices)
    words = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    objects = ReportQuerySet.as_manager()

    #: Nobody is to learn from a person's or an account's uses what is said.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "report"
        verbose_name_plural = "reports"
        default_permissions = ()
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("target", "number", "reporter"), name="conversations_report_once"
            ),
        )
        indexes = (models.Index(fields=["settled_at", "created_at"], name="conversations_queue"),)

    def __str__(self) -> str:
        return f"{self.reason}: {self.target} {self.number}"
