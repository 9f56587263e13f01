"""Comments, and replies to them."""

from typing import Any, ClassVar

from django.db import models

from conversations.models.contributions import Contribution
from conversations.querysets import CommentQuerySet


class Comment(Contribution):
    """Something said about a thing, or in reply to a comment: there is no third level.

    `subject` and `number` name the thing (`conversations.subjects`). A reply names them too.
    """

    kind = "comment"
    label = "comment"

    subject = models.CharField(max_length=20, editable=False)
    number = models.PositiveBigIntegerField(editable=False)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="replies", editable=False
    )

    objects: ClassVar[Any] = CommentQuerySet.as_manager()

    class Meta(Contribution.Meta):
        verbose_name = "comment"
        verbose_name_plural = "comments"
        default_permissions = ()
        permissions = (("moderate", "Can moderate what people say"),)
        indexes = (
            *Contribution.Meta.indexes,
            models.Index(fields=["subject", "number", "parent", "-id"], name="conversations_of"),
        )

    @property
    def subject_key(self) -> tuple[str, int]:
        """The thing that it is said about."""
        return self.subject, self.number
