"""That a story may not come out, nor be spoken of, before a time."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Revision

from core.clock import WallClockField, on_the_clock


class EmbargoMixin(models.Model):
    """Brings the embargo to a page type: an embargo is a schedule that nothing comes before.

    It holds from the moment that it is saved, in a draft too: the row always bears the embargo of the
    latest revision, and what was scheduled for an earlier time waits for its end.
    """

    embargoed_until = WallClockField(
        null=True,
        blank=True,
        help_text="By the site's clock. Until then the story cannot be published and is not to be spoken "
        "of. Without a schedule of its own it is scheduled for that time.",
    )
    embargo_note = models.CharField(
        max_length=255,
        blank=True,
        help_text="Why, and whom to ask: “Minister announces it first. Ask the press office.” Shown to "
        "editors and approvers, never to readers.",
    )

    embargo_panels = [
        MultiFieldPanel(
            [FieldPanel("embargoed_until"), FieldPanel("embargo_note")],
            heading="Embargo",
        )
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, but never as live while an embargo lasts.

        A new story is saved as a draft then: Wagtail adds a story before it schedules it. Else raises
        ValidationError, whichever door the publication comes through.
        """
        page: Any = self
        if page._state.adding and self.is_embargoed:
            page.live = False
        elif page.live and "embargoed_until" not in self.get_deferred_fields():
            self._refuse_under_embargo()
        super().save(*args, **kwargs)

    @property
    def is_embargoed(self) -> bool:
        """Whether the embargo lasts still."""
        return self.embargoed_until is not None and self.embargoed_until > timezone.now()

    def clean(self) -> None:
        """Schedule an embargoed story for the end of its embargo, and refuse any earlier time."""
        super().clean()
        if not self.is_embargoed:
            return
        page: Any = self
        end = on_the_clock(page.embargoed_until)
        if page.pk and page.live:
            raise ValidationError(
                {
                    "embargoed_until": "The story is out already, so an embargo comes too late. "
                    "Unpublish it first, or leave this empty."
                }
            )
        if page.go_live_at is None:
            page.go_live_at = page.embargoed_until
        if page.go_live_at < page.embargoed_until:
            raise ValidationError(
                {
                    "embargoed_until": f"The embargo lasts until {end}, but the story is scheduled for "
                    f"{on_the_clock(page.go_live_at)}. Set the schedule to the embargo's end or later."
                }
            )
        if page.expire_at is not None and page.expire_at <= page.go_live_at:
            raise ValidationError(
                {
                    "embargoed_until": "The story would expire before its embargo ends "
                    f"({end}). Choose a later expiry, or none."
                }
            )

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a draft; its embargo holds at once, for what was scheduled earlier too."""
        page: Any = self
        with transaction.atomic():
            revision: Revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]
            type(page)._base_manager.filter(pk=page.pk).update(
                embargoed_until=page.embargoed_until, embargo_note=page.embargo_note
            )
            if page.is_embargoed:
                earlier = page.revisions.filter(approved_go_live_at__lt=page.embargoed_until)
                earlier.update(approved_go_live_at=page.embargoed_until)
        return revision

    def _refuse_under_embargo(self) -> None:
        ends = [self.embargoed_until, self._stored_embargo()]
        last: datetime | None = max((end for end in ends if end), default=None)
        if last is not None and last > timezone.now():
            raise ValidationError(
                f"“{self}” is embargoed until {on_the_clock(last)} and cannot be published before. "
                "Schedule it for then, or lift the embargo."
            )

    def _stored_embargo(self) -> datetime | None:
        if not self.pk:
            return None
        rows = type(self)._base_manager.filter(pk=self.pk)
        stored: datetime | None = rows.values_list("embargoed_until", flat=True).first()
        return stored
