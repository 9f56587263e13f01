"""Stories that belong together and follow each other."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from news.enums import SeriesOrder


class NewsSeries(index.Indexed, models.Model):
    """Several stories under one name. Each shows which part it is, and the others."""

    title = models.CharField(
        max_length=120,
        unique=True,
        help_text="As readers see it above each part: “Moving to Mariner House”.",
    )
    slug = models.SlugField(
        "address",
        max_length=120,
        unique=True,
        help_text="How the series is called in addresses. Filled in from the title.",
    )
    summary = models.CharField(
        max_length=300,
        blank=True,
        help_text="What the series is about, in a sentence. Shown with the parts. Optional.",
    )
    order = models.CharField(
        max_length=6,
        choices=SeriesOrder.choices,
        default=SeriesOrder.DATE,
        help_text="Numbered series: give each story its number beside the series.",
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("order"),
        FieldPanel("slug"),
    ]
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
    ]

    class Meta:
        verbose_name = "series"
        verbose_name_plural = "series"
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title
