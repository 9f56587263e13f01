"""Which stories stand first on the home page and on departments' front pages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel

from core.clock import WallClockField
from news.models.stories import NewsPage
from news.querysets import PinQuerySet


class PinnedStory(models.Model):
    """That a story stands first in a place: on the home page (`place` is None), or on a department's.

    It goes with the story and with the place, and neither goes with it.
    """

    place = models.ForeignKey(
        "departments.DepartmentPage",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The department on whose front page it stands. Left empty, the home page.",
    )
    story = models.ForeignKey(NewsPage, on_delete=models.CASCADE, related_name="pins")
    is_lead = models.BooleanField("leads", default=False, help_text="Shown large, before the rest.")
    order = models.PositiveSmallIntegerField(
        default=100, help_text="Smaller numbers stand first among the pinned ones."
    )
    until = WallClockField(
        null=True,
        blank=True,
        help_text="When it stops standing first, by the site's clock. Left empty, it stays.",
    )

    objects = PinQuerySet.as_manager()

    panels = [
        PageChooserPanel("story"),
        PageChooserPanel("place"),
        FieldRowPanel([FieldPanel("is_lead"), FieldPanel("order")]),
        FieldPanel("until"),
    ]

    class Meta:
        verbose_name = "pinned story"
        verbose_name_plural = "pinned stories"
        ordering = ("-is_lead", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("place", "story"),
                name="news_pinned_once",
                violation_error_message="The story is pinned there already.",
            ),
            models.UniqueConstraint(
                fields=("story",),
                condition=Q(place__isnull=True),
                name="news_pinned_at_home_once",
                violation_error_message="The story is pinned on the home page already.",
            ),
            models.UniqueConstraint(
                fields=("place",),
                condition=Q(is_lead=True),
                name="news_one_lead",
                violation_error_message="Another story leads there. Untick it first.",
            ),
            models.UniqueConstraint(
                fields=("is_lead",),
                condition=Q(is_lead=True, place__isnull=True),
                name="news_one_lead_at_home",
                violation_error_message="Another story leads the home page. Untick it first.",
            ),
        )

    def __str__(self) -> str:
        return f"Pinned story {self.story_id}"

    def clean(self) -> None:
        """A closed department's story is pinned in its own place at most: nothing to check without a story."""
        super().clean()
        if not self.story_id:
            raise ValidationError({"story": "Choose a story."})
