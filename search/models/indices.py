"""The copies that Elasticsearch holds."""

from django.db import models
from django.utils import timezone


class IndexState(models.TextChoices):
    """What an index is for."""

    BUILDING = "building", "Being built"
    LIVE = "live", "Answers"
    OLD = "old", "Was replaced; kept until the new one is checked"


class Index(models.Model):
    """An index of Elasticsearch: what is sent goes to every one that is live or being built."""

    name = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=IndexState.choices, default=IndexState.BUILDING)
    made_at = models.DateTimeField(default=timezone.now)
    #: When whoever builds it was last heard of.
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "indices"

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"
