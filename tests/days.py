"""The days around the one on which a test runs: asked within it, so that no midnight comes between."""

from datetime import date, timedelta

from django.utils import timezone


def today() -> date:
    """This day, here."""
    return timezone.localdate()


def yesterday() -> date:
    """The day before."""
    return today() - timedelta(days=1)


def tomorrow() -> date:
    """The day after."""
    return today() + timedelta(days=1)
