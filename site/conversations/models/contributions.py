"""What everything that people say has in common, wherever they say it."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from conversations.querysets import ContributionQuerySet

LONGEST = 2000


def new_token() -> str:
    """What a form is known by, so that it counts once however often it is sent."""
    return secrets.token_urlsafe(16)


class Contribution(models.Model):
    """Something that a person says: a comment, or a post on a wall.

    It stands unless its author deleted it or moderators hid it. What an author deletes loses its text at
    once; what moderators hide keeps it, for them. `token` is the form's that it was sent by.
    """

    #: What it is called in addresses, reactions, mentions and reports: "comment", "post".
    kind: ClassVar[str]
    #: The same in a sentence.
    label: ClassVar[str]
    #: How long the author may change it; None for ever.
    edit_window: ClassVar[timedelta | None] = None
    #: Nobody is to learn from the uses of a thing what is said about it.
    wagtail_reference_index_ignore: ClassVar[bool] = True

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    text = models.TextField(max_length=LONGEST)
    token = models.CharField(max_length=43, default=new_token, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects: ClassVar[Any] = ContributionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(
                fields=("author", "token"), name="%(app_label)s_%(class)s_once_a_form"
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=["author", "-created_at"], name="%(app_label)s_%(class)s_by"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_standing(self) -> bool:
        """Whether it is there for everybody who may read it."""
        return self.deleted_at is None and self.hidden_at is None

    @property
    def is_hidden(self) -> bool:
        """Whether moderators hid it, and it was not deleted since."""
        return self.hidden_at is not None and self.deleted_at is None

    @property
    def subject_key(self) -> tuple[str, int]:
        """What it is said about, as `conversations.subjects` knows it: whoever may read that may read this."""
        raise NotImplementedError
