"""The stories that an editor puts beside a story."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable

from news.models.stories import NewsPage


class ChosenStory(Orderable):
    """That an editor puts one story beside another. It goes with either of them."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="chosen_stories")
    story = models.ForeignKey(
        NewsPage,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Readers who may not see it are shown another in its place.",
    )

    panels = [PageChooserPanel("story")]

    class Meta(Orderable.Meta):
        verbose_name = "related story"
        verbose_name_plural = "related stories"
        constraints = (models.UniqueConstraint(fields=("page", "story"), name="news_related_once"),)

    def __str__(self) -> str:
        return f"{self.story} beside {self.page}"
