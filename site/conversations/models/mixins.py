"""What a type of page takes on to be talked about."""

from typing import ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel

from conversations.enums import Talk


class TakesCommentsMixin(models.Model):
    """A page that people may comment on, and its setting. `comments_panels` stand among the page's settings."""

    takes_comments: ClassVar[bool] = True

    comments = models.CharField(
        max_length=8,
        choices=Talk.choices,
        default=Talk.OPEN,
        help_text="Whether staff may comment and react.",
    )

    comments_panels = [FieldPanel("comments")]

    class Meta:
        abstract = True

    def told_of_comments(self) -> set[int]:
        """The accounts that are told of comments on it: whoever made it, unless a type knows better."""
        owner: int | None = getattr(self, "owner_id", None)
        return {owner} if owner else set()
