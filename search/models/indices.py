"""The copies that Elasticsearch holds."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

#: Whoever builds an index and has not been heard of for so long is dead.
SILENCE = timedelta(minutes=2)


class IndexState(models.TextChoices):
    """What an index is for."""

    BUILDING = "building", "Being built"
    LIVE = "live", "Answers"
    OLD = "old", "Was replaced; kept until the new one is checked"


class IndexQuerySet(models.QuerySet[Any]):
    """Indices, by what is done with them."""

    def live(self) -> "IndexQuerySet":
        """Those that answer: one, or none yet."""
        return self.filter(state=IndexState.LIVE)

    def told(self) -> "IndexQuerySet":
        """Those that are sent every change."""
        return self.filter(state__in=[IndexState.LIVE, IndexState.BUILDING])

    def building(self) -> "IndexQuerySet":
        """Those that somebody builds now."""
        since = timezone.now() - SILENCE
        return self.filter(state=IndexState.BUILDING, touched_at__gt=since)

    def dead(self) -> "IndexQuerySet":
        """Those whose builder died."""
        since = timezone.now() - SILENCE
        return self.filter(state=IndexState.BUILDING, touched_at__lte=since)


class Index(models.Model):
    """An index of Elasticsearch: what is sent goes to every one that is live or being built."""

    name = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=IndexState.choices, default=IndexState.BUILDING)
    made_at = models.DateTimeField(default=timezone.now)
    #: When whoever builds it was last heard of.
    touched_at = models.DateTimeField(default=timezone.now)

    objects = IndexQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "indices"

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"
