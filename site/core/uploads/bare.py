"""Pictures of people's own cameras: made small, upright, and bare of what a camera writes into them."""

import io

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from core.uploads.checks import picture
from core.uploads.reasons import UnfitError

#: What is taken, as endings and as browsers are told.
TAKEN = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
QUALITY = 88


def bare_jpeg(name: str, data: bytes, *, longest: int, shortest: int = 1) -> bytes:
    """An uploaded picture as a JPEG of moderate size, upright, and without place, time or camera.

    `longest` is the longest side that is kept, `shortest` the shortest that is taken, in pixels. Raises
    UnfitError for what is no JPEG, PNG or WebP picture that can be shown.
    """
    if picture(name, data) not in TAKEN:
        raise UnfitError("is a picture, but no JPEG, PNG or WebP. Save it as one of these.")
    with Pillow.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
        # A JPEG is read no larger than is needed, which spares the time and room of a camera's size.
        opened.draft("RGB", (2 * longest, 2 * longest))
        upright = ImageOps.exif_transpose(opened)
        if min(opened.size) < shortest:
            raise UnfitError(
                f"is too small: {opened.width} × {opened.height} pixels. Choose one of at least"
                f" {shortest} × {shortest}."
            )
        upright.thumbnail((longest, longest))
        return written(_on_white(_in_common_colours(upright)), QUALITY)


def written(picture: Pillow.Image, quality: int) -> bytes:
    """The bytes of the pixels alone, as a JPEG: Pillow would carry a comment and a profile over."""
    bare = Pillow.new("RGB", picture.size)
    bare.paste(picture)
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


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
