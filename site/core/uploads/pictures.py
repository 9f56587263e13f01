"""Pictures: opened and decoded once, so that none is kept that would fail its readers."""

import io

from PIL import Image

from core.uploads.archives import has_archive
from core.uploads.reasons import UnfitError
from core.uploads.seeming import PROGRAMS, seems

#: A picture of a good camera has 50 million.
MOST_PIXELS = 60_000_000
#: In all frames of one that moves.
MOST_MOVING_PIXELS = 128_000_000
#: How Pillow calls them, and what their names end in.
SHOWN = {"AVIF": "avif", "GIF": "gif", "JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}
#: Besides, what may be kept as a file to open.
KEPT = {**SHOWN, "BMP": "bmp", "ICO": "ico", "TIFF": "tif"}
SAME = {"jpeg": "jpg", "tiff": "tif"}
_INSTEAD = "Save it as a PNG, JPEG or WebP picture and choose it again."


def check_picture(data: bytes, kinds: dict[str, str] = SHOWN) -> str:
    """See that a picture can be shown; gives the extension that is right for it. Raises UnfitError."""
    try:
        # Pillow finds an MPO by itself where it looks for a JPEG.
        with Image.open(
            io.BytesIO(data), formats=[kind for kind in kinds if kind != "MPO"]
        ) as picture:
            extension = kinds[str(picture.format)]
            _check_size(picture)
            picture.load()
    except UnfitError:
        raise
    except Image.DecompressionBombError as error:
        raise UnfitError(_too_many_pixels("more than anybody can see")) from error
    except Exception as error:  # decoders raise anything on a broken file
        raise UnfitError(_what_instead(data)) from error
    if has_archive(data):
        raise UnfitError(f"is a picture and an archive in one, as attacks are. {_INSTEAD}")
    return extension


def _check_size(picture: Image.Image) -> None:
    pixels = picture.width * picture.height
    # A camera's MPO holds further pictures that are never shown.
    frames = 1 if picture.format == "MPO" else getattr(picture, "n_frames", 1)
    if pixels > MOST_PIXELS:
        raise UnfitError(_too_many_pixels(f"{picture.width} × {picture.height}"))
    if pixels * frames > MOST_MOVING_PIXELS:
        raise UnfitError(_too_many_pixels(f"{frames} × {picture.width} × {picture.height}"))


def _too_many_pixels(many: str) -> str:
    return f"has too many pixels ({many}). Save it smaller, 4000 pixels wide at most, and choose it again."


def _what_instead(data: bytes) -> str:
    kind = seems(data)
    if kind in PROGRAMS:
        return f"seems to be {kind}, not a picture. Programs are not taken."
    if kind:
        return f"seems to be {kind} that cannot be shown, or is damaged. {_INSTEAD}"
    return f"cannot be opened as a picture. {_INSTEAD}"
