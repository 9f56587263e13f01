"""What somebody's job is, and since when: mostly what the staff file says."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from people.managers import chain_above, is_below


class EmploymentMixin(models.Model):
    """Brings the job, the manager and the dates of employment to a person."""

    employee_id = models.CharField(
        "employee id",
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        help_text="The number in the staff file. No two people share one.",
    )
    job_title = models.CharField(max_length=255, blank=True)
    grade = models.CharField(max_length=80, blank=True)
    profession = models.CharField(
        max_length=120, blank=True, db_index=True, help_text="“Policy”, “Finance”, “Law”."
    )
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    start_date = models.DateField(
        "started on", null=True, blank=True, db_index=True, help_text="The first day in the job."
    )
    left_on = models.DateField(
        "leaves on",
        null=True,
        blank=True,
        db_index=True,
        help_text="The last day. From the next day on they are signed out and out of every list.",
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who takes over their pages, and whom their own page names afterwards.",
    )
    is_fed = models.BooleanField(
        "kept by the staff file",
        default=False,
        help_text="Name, job, manager, main team and dates then come from the file, and are changed there.",
    )

    job_panels = [
        FieldRowPanel([FieldPanel("job_title"), FieldPanel("grade")]),
        FieldPanel("profession"),
        FieldPanel("manager"),
        FieldRowPanel([FieldPanel("employee_id"), FieldPanel("start_date")]),
        FieldPanel("is_fed"),
    ]

    class Meta:
        abstract = True

    @property
    def has_left(self) -> bool:
        """Whether the last day is over."""
        return self.left_on is not None and self.left_on < timezone.localdate()

    def refuse_manager_in_circle(self: Any) -> None:
        """Raise ValidationError if the manager is this person, or somebody whom they manage."""
        if not self.manager_id or not self.pk:
            return
        if self.manager_id == self.pk:
            raise ValidationError({"manager": "Nobody manages themselves. Choose somebody else."})
        if is_below(self.manager_id, self.pk):
            raise ValidationError(
                {
                    "manager": f"{self.manager} is managed by this person, directly or through "
                    "others. Choose somebody else, or change that first."
                }
            )

    @property
    def managers(self) -> list[int]:
        """The ids of the managers upwards, the nearest first: one query."""
        return chain_above(self.pk) if self.pk else []
