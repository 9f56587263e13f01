"""Reading the change log."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import models

if TYPE_CHECKING:
    from audit.models import Change  # noqa: F401 - for the types alone


class ChangeQuerySet(models.QuerySet["Change"]):
    """Changes, in the ways that pages and the CMS show them."""

    def of(self, instance: models.Model) -> "ChangeQuerySet":
        """The changes of one thing, newest first, with who made them."""
        kind = ContentType.objects.get_for_model(instance, for_concrete_model=True)
        return self.filter(content_type=kind, object_id=instance.pk).select_related("actor")
