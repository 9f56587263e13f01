"""Where and when somebody works."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from people.enums import DAYS, Whereabouts


def a_day() -> "models.CharField[str, str]":
    """Where somebody is on one day of the week."""
    return models.CharField(
        max_length=8, choices=Whereabouts.choices, blank=True, default=Whereabouts.UNSAID
    )


class WorkingWeekMixin(models.Model):
    """Brings the place of work and the week to a person."""

    location = models.ForeignKey(
        "people.Location",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
        help_text="The place that they usually work from.",
    )
    monday = a_day()
    tuesday = a_day()
    wednesday = a_day()
    thursday = a_day()
    friday = a_day()
    saturday = a_day()
    sunday = a_day()
    hours = models.CharField(
        max_length=120, blank=True, help_text="If they matter: “9:30 to 3pm, term time only”."
    )

    week_panels = [
        FieldPanel("location"),
        FieldRowPanel([FieldPanel(day) for day in DAYS[:4]]),
        FieldRowPanel([FieldPanel(day) for day in DAYS[4:]]),
        FieldPanel("hours"),
    ]

    class Meta:
        abstract = True

    @property
    def week(self) -> list[tuple[str, str]]:
        """Each day that something is said about, and what: `("Monday", "In the office")`."""
        days = ((day.capitalize(), Whereabouts(getattr(self, day))) for day in DAYS)
        return [(day, str(where.label)) for day, where in days if where is not Whereabouts.UNSAID]
