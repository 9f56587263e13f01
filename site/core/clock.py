"""Times as the clock on the wall shows them: what editors type is meant in the site's own zone.

Wagtail reads a time in the zone of the editor's profile. Where readers and others must all understand
the same minute (an embargo, an alert), the model has a `WallClockField`. The hour that the clocks skip in
spring and the one that comes twice in autumn are refused with a sentence that says so.
"""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

SHOWN = "j F Y, H:i"


class WallClockFormField(forms.DateTimeField):
    """A time in the site's zone, to the minute."""

    def prepare_value(self, value: Any) -> Any:
        """The time as the site's clock shows it."""
        with timezone.override(timezone.get_default_timezone()):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        """The time that the site's clock shows so. Refuses what it never shows, and what it shows twice."""
        try:
            with timezone.override(timezone.get_default_timezone()):
                return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(
                _why_refused((error.params or {})["datetime"]), code=error.code
            ) from None


class WallClockField(models.DateTimeField[Any, Any]):
    """A point in time that editors give in the site's zone. Stored like any other."""

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """A field that reads and shows the site's clock, whatever the editor's zone."""
        return super().formfield(*args, **{"form_class": WallClockFormField, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To a migration it is a DateTimeField: only forms differ."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs


def on_the_clock(moment: datetime) -> str:
    """A time as the site's clock shows it: "9 December 2026, 09:00"."""
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), SHOWN)


def _why_refused(shown: datetime) -> str:
    zone = timezone.get_default_timezone()
    back = shown.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    hour = f"{shown:%H:%M} on {date_format(shown, 'j F Y')}"
    if back != shown:
        return f"There is no {hour}: the clocks go forward then. Choose a time after the change."
    return f"{hour} comes twice: the clocks go back then. Choose a time before or after that hour."
