"""That people were told of a story."""

from django.db import models
from django.utils import timezone

from news.models.stories import NewsPage


class StoryTold(models.Model):
    """That a story has come out and been told of, or came out before there was anybody to tell.

    Made in the transaction in which the story first goes live: what is published again is told to nobody.
    """

    story = models.OneToOneField(
        NewsPage, primary_key=True, on_delete=models.CASCADE, related_name="told"
    )
    at = models.DateTimeField(default=timezone.now)

    story.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    def __str__(self) -> str:
        return f"Story {self.pk}, told of at {self.at:%Y-%m-%d %H:%M}"
