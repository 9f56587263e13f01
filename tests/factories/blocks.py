"""Stored values of every block, with what they point at."""

from typing import Any

import factory
import wagtail_factories
from django.core.files.base import ContentFile

from core.models import Document, Image
from tests.factories.people import PersonFactory

#: What no text field may let through as it stands.
HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'


class ImageFactory(wagtail_factories.ImageFactory):
    """A picture, 640 by 360."""

    title = "Counter"
    description = "A clerk at the counter"
    credit = "Photograph: Ana Duarte"
    file = factory.django.ImageField(width=640, height=360, color="navy", filename="counter.jpg")

    class Meta:
        model = Image


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A form to download."""

    title = "Claim form"
    file = factory.django.FileField(data=b"%PDF-1.4 " * 200, filename="claim.pdf")

    class Meta:
        model = Document
        skip_postgeneration_save = True

    @factory.post_generation
    def _size(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Know the file's size, as an uploaded one does."""
        self.get_file_size()


def svg_image() -> Image:
    """A drawing, such as an import brings in."""
    return Image.objects.create(
        title="Drawing", file=ContentFile(SVG, "drawing.svg"), width=40, height=20
    )


def every_block(
    page: Any, image: Image, document: Document, words: str = "Words"
) -> dict[str, Any]:
    """A stored value for each block, by its name, with `words` in every text field."""
    prose = "<p>Ask <b>first</b>.</p>"
    picture = {"image": image.pk, "decorative": False, "alt_text": words}
    return {
        "text": "<p>Ask your <b>manager</b>.</p><ul><li>Then book.</li></ul>",
        "heading": {"text": words, "level": "2", "anchor": "booking-leave"},
        "image": {"image": picture, "caption": words},
        "image_text": {"image": picture, "side": "left", "text": prose},
        "callout": {"tone": "warning", "title": words, "text": prose},
        "steps": {"steps": [{"title": words, "text": prose}]},
        "accordion": {"items": [{"title": words, "text": prose}]},
        "quote": {"text": words, "attribution": words, "role": words},
        "table": {
            "caption": words,
            "row_headers": True,
            "table": {
                "columns": [
                    {"type": "text", "heading": words},
                    {"type": "number", "heading": "Rate"},
                ],
                "rows": [{"values": ["<p>Over ten hours</p>", words]}],
                "caption": "",
            },
        },
        "documents": {"documents": [{"document": document.pk, "title": words}]},
        "cards": {
            "cards": [
                {"page": page.pk, "url": "", "title": words, "text": words},
                {
                    "page": None,
                    "url": "https://example.org/a?b=1&c=2",
                    "title": words,
                    "text": words,
                },
            ]
        },
        "contact": {
            "name": words,
            "purpose": words,
            "email": "people@example.org",
            "phone": "020 7946 0012",
            "place": words,
            "hours": words,
        },
        "person": {"person": PersonFactory().pk, "purpose": words},
        "video": {"title": words, "url": "https://vimeo.com/76979871", "transcript": prose},
        "code": {"code": words, "language": words},
    }


def as_stream(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Values by block name as a stored stream."""
    return [{"type": name, "value": value} for name, value in values.items()]
