"""Portraits: made small and bare of what a camera writes into them, and cut to a square."""

import base64
from dataclasses import dataclass
from typing import Any

from PIL import Image as Pillow
from wagtail.images.rect import Rect

from core.uploads.bare import bare_jpeg, written

#: The longest side that is kept, and the shortest that is taken, in pixels.
LONGEST, SHORTEST = 1200, 200
#: No square that is cut is smaller, as long as the picture allows it: it is drawn up to this size.
SMALLEST_SQUARE = 400
PREVIEW_QUALITY = 80
PREVIEW_SIDE = 320
WHOLE, CLOSEST = 100, 400


def portrait(name: str, data: bytes) -> bytes:
    """An uploaded picture as a JPEG of moderate size, upright, and without place, time or camera.

    Raises UnfitError for what is no JPEG, PNG or WebP picture that can be shown.
    """
    return bare_jpeg(name, data, longest=LONGEST, shortest=SHORTEST)


@dataclass(frozen=True)
class Cut:
    """Which square of a picture is shown: how far across and down, in percent, and how close, from 100."""

    across: int = 50
    #: Faces are mostly above the middle.
    down: int = 33
    closer: int = WHOLE

    @classmethod
    def of(cls, image: Any) -> "Cut":
        """How an image is cut now, by its focal point."""
        focal = image.get_focal_point()
        if focal is None:
            return cls()
        side = min(max(focal.width, focal.height, 1), image.width, image.height)
        left, top = focal.x - side / 2, focal.y - side / 2
        closer = round(WHOLE * min(image.width, image.height) / side)
        return cls(
            across=_percent(left, image.width - side, cls.across),
            down=_percent(top, image.height - side, cls.down),
            closer=max(WHOLE, min(closest(image), closer)),
        )

    def square(self, image: Any) -> Rect:
        """The square of this image, within it and with an even side, so that its middle is a pixel."""
        side = int(min(image.width, image.height) * WHOLE / self.closer) // 2 * 2
        left = round((image.width - side) * self.across / 100)
        top = round((image.height - side) * self.down / 100)
        return Rect(left, top, left + side, top + side)


def closest(image: Any) -> int:
    """How close one may go: not so far that the square would be smaller than it is drawn."""
    shorter = min(image.width, image.height)
    return max(WHOLE, min(CLOSEST, WHOLE * shorter // SMALLEST_SQUARE))


def preview(image: Any, cut: Cut) -> str:
    """What a cut would show, as the address of a picture that holds itself: nothing is stored."""
    with image.open_file() as file, Pillow.open(file) as opened:
        edges = cut.square(image)
        square = opened.convert("RGB").crop((edges.left, edges.top, edges.right, edges.bottom))
        square.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        letters = base64.b64encode(written(square, PREVIEW_QUALITY)).decode()
    return f"data:image/jpeg;base64,{letters}"


def _percent(part: float, whole: float, otherwise: int) -> int:
    return max(0, min(100, round(100 * part / whole))) if whole > 0 else otherwise
