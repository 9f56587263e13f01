"""What was put right after a story came out."""

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from core.clock import WallClockField
from news.models.stories import NewsPage


class Correction(models.Model):
    """That a story was put right, when, and how. The story bears “Updated” at its head from then on."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="corrections")
    at = WallClockField(
        "when", default=timezone.now, help_text="When the story was put right, by the site's clock."
    )
    note = models.CharField(
        max_length=500,
        help_text="What was wrong and what is right: “An earlier version gave the wrong date. The office "
        "closes on 12 June.”",
    )

    panels = [FieldPanel("at"), FieldPanel("note")]

    class Meta:
        verbose_name = "correction"
        verbose_name_plural = "corrections"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.note
