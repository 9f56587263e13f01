"""That a leaving was carried out."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Departure(models.Model):
    """Written once everything is done that the end of a person's last day asks for.

    It keeps for what it was done, so that another last day or another successor is seen to be new. A row
    of its own, since forms write a person whole and would overwrite what was noted meanwhile.
    """

    person = models.OneToOneField(
        "people.Person", on_delete=models.CASCADE, related_name="departure"
    )
    last_day = models.DateField()
    successor = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The account that this switched off, which may be switched on again.",
    )
    at = models.DateTimeField(default=timezone.now)

    # It is no place where a person is used, as an editor understands it.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id} on {self.last_day}"
