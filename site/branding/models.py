"""A site's brand: what it is called and how it looks."""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from branding import palette
from branding.choices import Corners, Font, Header
from branding.fields import ColourField, LogoField
from branding.logos import FOLDER
from branding.panels import SwatchesPanel
from core import epochs

DEFAULTS = palette.BrandValues()


@register_setting(icon="view", order=10)
class Brand(BaseSiteSetting):
    """How one site looks, as its editors chose it. Contrast is branding.palette's affair."""

    name = models.CharField(
        max_length=60,
        default="Corridor",
        help_text="What staff call this intranet. Shown in the header and in every page’s title.",
    )
    logo_light = LogoField(
        "logo for light colours",
        upload_to=FOLDER,
        blank=True,
        help_text="Shown in place of the name, 40 pixels high. SVG, PNG, JPEG or WebP, 1 MB at most.",
    )
    logo_dark = LogoField(
        "logo for dark colours",
        upload_to=FOLDER,
        blank=True,
        help_text="For readers who use dark colours: usually the same logo in white. Without it,"
        " they see the other one.",
    )
    colour = ColourField(
        "brand colour",
        default=DEFAULTS.colour,
        help_text="Any colour. Where it could not be read, links and buttons use a shade of it that can.",
    )
    accent = ColourField(
        "accent colour",
        default=DEFAULTS.accent,
        help_text="A second colour, for short bars, the main search button and marked text.",
    )
    header = models.CharField(
        max_length=10,
        choices=Header,
        default=Header.FILLED,
        help_text="The band at the top of every page.",
    )
    font = models.CharField(
        max_length=20,
        choices=Font,
        default=Font.PUBLIC_SANS,
        help_text="For all text. Each comes with the intranet, none from another company’s servers.",
    )
    corners = models.CharField(
        max_length=10,
        choices=Corners,
        default=Corners.SOFT,
        help_text="Of buttons, boxes and cards.",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("logo_light"), FieldPanel("logo_dark")],
            heading="Name and logo",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("colour"), FieldPanel("accent")]), FieldPanel("header")],
            heading="Colours",
        ),
        SwatchesPanel(heading="How the colours will be seen"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("font"), FieldPanel("corners")])], heading="Shape"
        ),
    ]

    class Meta:
        verbose_name = "brand"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and make every cached look a thing of the past in the same transaction."""
        with transaction.atomic():
            before = self._files()
            super().save(*args, **kwargs)
            epochs.raise_tree()
            self._drop(before - self._files())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Back to the look that Corridor comes with."""
        with transaction.atomic():
            files = self._files()
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            epochs.raise_tree()
            self._drop(files)
        return deleted

    @property
    def values(self) -> palette.BrandValues:
        """What the style sheet is made from."""
        return palette.BrandValues(self.colour, self.accent, self.font, self.corners)

    def _files(self) -> set[str]:
        """The logos that the database knows of."""
        saved = type(self).objects.filter(pk=self.pk).values_list("logo_light", "logo_dark").first()
        return set(saved or ()) - {""}

    @staticmethod
    def _drop(files: set[str]) -> None:
        """Remove logos from disk once it is certain that nobody shows them."""
        for file in files:
            transaction.on_commit(partial(default_storage.delete, file))
