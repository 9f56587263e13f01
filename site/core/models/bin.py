"""What waits in the bin."""

from django.conf import settings
from django.db import models
from wagtail.models import Page


class BinnedPage(models.Model):
    """A page in the bin, with all that stood below it: where it stood, and how it comes back.

    `place` is the page that it stood below, or the nearest above it that is left; `before` is the page
    that came next. `requirement` is what the place asked of readers, as `access.rules` writes it.
    `state` holds `live`, the ids of what was live; `schedule`, the times by revision at which it was to
    be published; and `rights`, the groups' rights on it as rows of group, page and permission.
    """

    page = models.OneToOneField(
        Page, primary_key=True, on_delete=models.CASCADE, related_name="binned"
    )
    place = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    before = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    stood_at = models.TextField()
    slug = models.SlugField(max_length=255, allow_unicode=True)
    requirement = models.TextField()
    state = models.JSONField(default=dict)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    deleted_at = models.DateTimeField(db_index=True)

    # What waits in the bin uses nothing and is used by nothing.
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    place.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    before.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        ordering = ["-deleted_at", "-pk"]

    def __str__(self) -> str:
        return self.stood_at

    @property
    def was_live(self) -> bool:
        """Whether anything in it was live."""
        return bool(self.state.get("live"))
