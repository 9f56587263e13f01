"""What an editor may choose of besides colours: closed lists, each with what it means in CSS."""

from django.db import models


class Font(models.TextChoices):
    """The fonts that Corridor brings along; `static/css/tokens.css` loads them."""

    PUBLIC_SANS = "public-sans", "Public Sans: calm and clear"
    SOURCE_SANS = "source-sans", "Source Sans 3: narrower, fits more on a line"
    ATKINSON = "atkinson", "Atkinson Hyperlegible Next: made for readers with low vision"
    SYSTEM = "system", "Each device’s own font: nothing to load"

    @property
    def css(self) -> str:
        """The value of `--font`."""
        family = {
            Font.PUBLIC_SANS: "Public Sans",
            Font.SOURCE_SANS: "Source Sans 3",
            Font.ATKINSON: "Atkinson Hyperlegible Next",
        }.get(self)
        return f'"{family}", "{family} Fallback"' if family else "system-ui"


class Corners(models.TextChoices):
    """How round buttons, boxes and cards are."""

    SQUARE = "square", "Square"
    SOFT = "soft", "Soft"
    ROUND = "round", "Round"

    @property
    def css(self) -> str:
        """The value of `--radius`."""
        return {Corners.SQUARE: "0px", Corners.SOFT: "8px", Corners.ROUND: "12px"}[self]


class Header(models.TextChoices):
    """How the band at the top of every page is drawn."""

    FILLED = "filled", "Filled with the brand colour"
    LIGHT = "light", "Light, with a line in the brand colour"
