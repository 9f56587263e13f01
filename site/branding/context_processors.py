"""What every template knows of the site's look."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from branding.look import look_for


def brand(request: HttpRequest) -> dict[str, object]:
    """`brand`, with name, theme_url, logo_light_url, logo_dark_url and header; asked for when used."""
    return {"brand": SimpleLazyObject(lambda: look_for(request))}
