"""Logos as they are uploaded: a PNG, JPEG or WebP that is one, or an SVG that only draws."""

import hashlib
import struct
import warnings
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import svg

#: Below MEDIA_ROOT.
FOLDER = "brand"
LARGEST = 1024 * 1024
MOST_PIXELS = 4000 * 4000
#: How Pillow calls them, and what their names end in.
ENDINGS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
#: Everything that a logo is ever served as.
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}
#: What Pillow raises of a file that is damaged, huge or something else.
_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    IndexError,
    SyntaxError,
    OverflowError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def clean(upload: Any) -> SimpleUploadedFile:
    """The picture, safe to serve, named after its content. Raises ValidationError with a sentence."""
    if upload.size > LARGEST:
        raise ValidationError(
            f"This file has {upload.size / LARGEST:.1f} MB; a logo may have 1 MB at most. Save it"
            " smaller: it is shown 40 pixels high.",
            code="large",
        )
    upload.seek(0)
    data = upload.read()
    if _looks_like_svg(data):
        data, ending = _clean_svg(data), "svg"
    else:
        ending = _ending(data)
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
    return SimpleUploadedFile(name, data, content_type=TYPES[ending])


def _looks_like_svg(data: bytes) -> bool:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") or data[:2] in {b"\xff\xfe", b"\xfe\xff"}


def _clean_svg(data: bytes) -> bytes:
    try:
        return svg.clean(data)
    except svg.UncleanError as error:
        raise ValidationError(
            f"This SVG cannot be used: {error}. Save it again as a plain SVG, or as a PNG.",
            code="svg",
        ) from error


def _ending(data: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=list(ENDINGS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValidationError(
                        f"This picture is {picture.width} × {picture.height} pixels. Save it"
                        " smaller: a logo is shown 40 pixels high.",
                        code="large",
                    )
                picture.load()
                return ENDINGS[str(picture.format)]
    except _BROKEN as error:
        raise ValidationError(
            "This file is not a PNG, JPEG, WebP or SVG picture that we can open. Save the logo as"
            " one of these and choose it again.",
            code="picture",
        ) from error
