"""Reactions: a drawing that says it in place of words."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from conversations.enums import ReactionKind


class Reaction(models.Model):
    """How one person feels about one thing: a subject, or something that was said."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    target = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=12, choices=ReactionKind.choices)
    created_at = models.DateTimeField(default=timezone.now)

    #: Nobody is to learn from a person's or an account's uses what is said.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "reaction"
        verbose_name_plural = "reactions"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("target", "number", "user"), name="conversations_react_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.target} {self.number}"
