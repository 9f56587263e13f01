"""People who may not write for a time."""

from django.conf import settings
from django.db import models

from conversations.querysets import ReadOnlyQuerySet


class ReadOnly(models.Model):
    """That somebody may read but not write until a moment: comments, posts and changes of them.

    One row a person; what was decided when, and by whom, is in the change log of the row.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_only"
    )
    until = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    objects = ReadOnlyQuerySet.as_manager()

    #: Nobody is to learn from a person's or an account's uses what is said.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "person who may not write"
        verbose_name_plural = "people who may not write"
        default_permissions = ()
        ordering = ("-until",)

    def __str__(self) -> str:
        return f"{self.user} until {self.until:%Y-%m-%d %H:%M}"
