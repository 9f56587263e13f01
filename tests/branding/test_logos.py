"""What may be a logo, and what is said of that which may not."""

import hashlib
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from branding import logos
from tests.factories.branding import SVG, drawing, picture


@pytest.mark.parametrize(
    ("upload", "ending"),
    [
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpg"),
        (picture("WEBP"), "webp"),
        (drawing(), "svg"),
        (drawing(f"\ufeff\n{SVG}"), "svg"),
        (drawing(SVG, "logo.png"), "svg"),
    ],
)
def test_a_logo_is_named_after_what_it_is(upload: SimpleUploadedFile, ending: str) -> None:
    clean = logos.clean(upload)
    data = clean.read()
    assert clean.name == f"{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
    assert clean.content_type == logos.TYPES[ending]


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (picture("GIF"), "not a PNG, JPEG, WebP or SVG"),
        (picture("BMP"), "not a PNG, JPEG, WebP or SVG"),
        (SimpleUploadedFile("logo.png", b"MZ\x90\x00"), "not a PNG, JPEG, WebP or SVG"),
        (SimpleUploadedFile("logo.png", picture().read()[:60]), "not a PNG, JPEG, WebP or SVG"),
        (picture(size=(5000, 4000)), "5000 × 4000 pixels"),
        (SimpleUploadedFile("logo.png", b"x" * (2 * 1024 * 1024)), "2.0 MB"),
        (drawing("<html/>"), "does not begin with an svg element. Save it again"),
    ],
)
def test_what_is_no_logo_is_refused_in_a_sentence(
    upload: SimpleUploadedFile, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        logos.clean(upload)


@given(
    st.sampled_from(["PNG", "JPEG", "WEBP"]), st.integers(8, 90), st.binary(min_size=1, max_size=8)
)
def test_a_damaged_picture_never_raises_anything_else(form: str, at: int, noise: bytes) -> None:
    data = picture(form).read()
    damaged = SimpleUploadedFile("logo.png", data[:at] + noise + data[at + len(noise) :])
    with suppress(ValidationError):
        assert logos.clean(damaged).name
