"""Mentions: people who are named in what somebody says."""

from django.db import models


class Mention(models.Model):
    """That a person is named in a contribution, as `@` and this name in its text."""

    target = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)

    #: Nobody is to learn from a person's or an account's uses what is said.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "mention"
        verbose_name_plural = "mentions"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("target", "number", "person"), name="conversations_mention_once"
            ),
        )

    def __str__(self) -> str:
        return f"@{self.name}: {self.target} {self.number}"
