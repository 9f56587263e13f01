"""Portraits: made small and bare of what a camera writes into them, and cut to a square."""

import base64
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps
from wagtail.images.rect import Rect

from core.uploads import UnfitError, picture

#: What is taken, as endings and as browsers are told.
TAKEN = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
#: The longest side that is kept, and the shortest that is taken, in pixels.
LONGEST, SHORTEST = 1200, 200
#: No square that is cut is smaller, as long as the picture allows it: it is drawn up to this size.
SMALLEST_SQUARE = 400
QUALITY, PREVIEW_QUALITY = 88, 80
PREVIEW_SIDE = 320
WHOLE, CLOSEST = 100, 400


def portrait(name: str, data: bytes) -> bytes:
    """An uploaded picture as a JPEG of moderate size, upright, and without place, time or camera.

    Raises UnfitError for what is no JPEG, PNG or WebP picture that can be shown.
    """
    if picture(name, data) not in TAKEN:
        raise UnfitError("is a picture, but no JPEG, PNG or WebP. Save it as one of these.")
    with Pillow.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
        # A JPEG is read no larger than is needed, which spares the time and room of a camera's size.
        opened.draft("RGB", (2 * LONGEST, 2 * LONGEST))
        upright = ImageOps.exif_transpose(opened)
        if min(opened.size) < SHORTEST:
            raise UnfitError(
                f"is too small: {opened.width} × {opened.height} pixels. Choose one of at least"
                f" {SHORTEST} × {SHORTEST}."
            )
        upright.thumbnail((LONGEST, LONGEST))
        return _written(_on_white(_in_common_colours(upright)), QUALITY)


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
        letters = base64.b64encode(_written(square, PREVIEW_QUALITY)).decode()
    return f"data:image/jpeg;base64,{letters}"


def _percent(part: float, whole: float, otherwise: int) -> int:
    return max(0, min(100, round(100 * part / whole))) if whole > 0 else otherwise


def _in_common_colours(picture: Pillow.Image) -> Pillow.Image:
    """The same colours without a profile, which telephones write for their own screens."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return (
            picture  # a profile that cannot be read says nothing; the numbers are shown as they are
        )
    return converted or picture


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    """Without transparency, which a JPEG has not."""
    if picture.mode == "RGB":
        return picture
    seen = picture.convert("RGBA")
    ground = Pillow.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _written(picture: Pillow.Image, quality: int) -> bytes:
    """The bytes of the pixels alone: Pillow would carry a comment and a profile over."""
    bare = Pillow.new("RGB", picture.size)
    bare.paste(picture)
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()
