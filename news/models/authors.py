"""Who wrote a story."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from news.models.stories import NewsPage


class StoryAuthor(Orderable):
    """That somebody wrote a story, or one of those who did."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="story_authors")
    person = models.ForeignKey(
        "people.Person",
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Readers are led to the profile.",
    )

    panels = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = "author"
        verbose_name_plural = "authors"
        constraints = (models.UniqueConstraint(fields=("page", "person"), name="news_author_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.page}"
