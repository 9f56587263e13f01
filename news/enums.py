"""The states of news."""

from django.db import models


class SeriesOrder(models.TextChoices):
    """How the parts of a series follow each other."""

    DATE = "date", "By date, the oldest first"
    CHOSEN = "chosen", "By the numbers that the stories bear"


class Tone(models.TextChoices):
    """How much an alert presses."""

    INFO = "info", "Good to know"
    WARNING = "warning", "Take care"
    URGENT = "urgent", "Act now"


class Audience(models.TextChoices):
    """Whom an alert is for."""

    ALL = "all", "Everybody"
    DEPARTMENTS = "departments", "The departments below"
