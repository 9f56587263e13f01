"""Dismissing alerts, by a button that needs no script."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from news import services
from news.alerts import IN_SESSION, dismissals_key

#: How many alerts a session remembers.
MOST = 20


@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    """Show an alert to the reader no more, and go back to where the button stood."""
    if not isinstance(request.user, User) or not services.dismiss(request.user, number):
        raise Http404
    here = request.session.get(IN_SESSION, [])
    request.session[IN_SESSION] = [*(one for one in here if one != number), number][-MOST:]
    cache.delete(dismissals_key(request.user.pk))
    address = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return redirect(address if is_here else "/")
