"""Whether a page is only fetched ahead, before anybody asked for it."""

from django.http import HttpRequest

#: How browsers say so.
_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")


def is_fetched_ahead(request: HttpRequest) -> bool:
    """Whether a browser fetches it in case somebody asks for it: that is no wish to do anything."""
    return any(request.headers.get(name) for name in _HEADERS)
