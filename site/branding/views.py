"""The theme as a style sheet, and the logos: for everyone, and for good."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from branding.logos import FOLDER, TYPES
from branding.look import look_for

FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The site's theme. Only the one of now has an address, so none is kept under a wrong one."""
    look = look_for(request)
    if digest != look.digest:
        raise Http404
    response = HttpResponse(look.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_GOOD
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def brand_logo(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """A logo that the site shows now; no file besides."""
    look = look_for(request)
    file = f"{name}.{ending}"
    if ending not in TYPES or file not in {look.logo_light, look.logo_dark}:
        raise Http404
    try:
        opened = default_storage.open(f"{FOLDER}/{file}")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type=TYPES[ending])
    response["Cache-Control"] = FOR_GOOD
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
