"""Who asks, and where to go on to."""

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User


def reader_of(request: HttpRequest) -> User:
    """Whoever asks; the middleware has let nobody else in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The address on this site that a form gives to go on to."""
    address = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_here else otherwise
