"""Brands, and logos to give them."""

from io import BytesIO

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Site

from branding.models import Brand

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    '<rect width="40" height="40" fill="#c8102e"/></svg>'
)


def drawing(text: str = SVG, name: str = "logo.svg") -> SimpleUploadedFile:
    """An SVG, as a browser sends it."""
    return SimpleUploadedFile(name, text.encode(), content_type="image/svg+xml")


def picture(
    form: str = "PNG", size: tuple[int, int] = (80, 40), name: str = "logo"
) -> SimpleUploadedFile:
    """A PNG, JPEG, WebP or something else that Pillow writes."""
    file = BytesIO()
    Image.new("RGB", size, "#c8102e").save(file, form)
    return SimpleUploadedFile(f"{name}.{form.lower()}", file.getvalue())


class BrandFactory(factory.django.DjangoModelFactory):
    """The default site's brand; `logos=True` gives it a light and a dark logo."""

    site = factory.LazyFunction(lambda: Site.objects.get(is_default_site=True))
    name = "Harbour House"

    class Meta:
        model = Brand
        django_get_or_create = ("site",)

    class Params:
        logos = factory.Trait(
            logo_light=factory.LazyFunction(drawing),
            logo_dark=factory.LazyFunction(picture),
        )
