"""Following, by a button that needs no script."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from notifications import services


@require_POST
def follow(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Follow something, or no longer; then back to where the button stood."""
    user = reader(request)
    if request.POST.get("follow") == "no":
        if services.unfollow(user, kind, number):
            messages.success(request, "You follow this no longer.")
    else:
        told = services.follow(user, kind, number)
        if told is None:
            raise Http404
        messages.success(request, f"You follow {told.title}. The bell tells you what is new.")
    return redirect(way_back(request, "/"))


def reader(request: HttpRequest) -> User:
    """Whoever asks; the middleware has let nobody else in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The address on this site that a form gives to go on to."""
    address = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_here else otherwise
