"""Private by default: everything needs sign-in but a short list."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

#: The views that answer a stranger, by name. Static files are served before this is asked.
OPEN_TO_STRANGERS = frozenset(
    {
        "accounts:login",
        "accounts:invitation",
        "accounts:password_reset",
        "accounts:password_reset_done",
        "accounts:password_reset_confirm",
        "accounts:password_reset_complete",
        "wagtailadmin_javascript_catalog",
        "health_live",
        "health_ready",
        "theme",
        "brand_logo",
        "feed",
        "notifications:unsubscribe",
    }
)


class SignInRequiredMiddleware:
    """Send strangers to sign-in, whatever a view says of itself.

    Django's own middleware lets a view opt out with an attribute, which Django REST framework
    sets on all of its views; here only the list above opens a door.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer an address that no view claims with sign-in too: strangers learn nothing."""
        response = self.get_response(request)
        unknown = request.resolver_match is None and response.status_code == HTTPStatus.NOT_FOUND
        if unknown and not request.path.startswith(settings.STATIC_URL):
            return self._gate(request) or response
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Gate every view that is not on the list."""
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_TO_STRANGERS:
            return None
        return self._gate(request)

    @staticmethod
    def _gate(request: HttpRequest) -> HttpResponseBase | None:
        if request.user.is_authenticated:
            return None
        if _is_from_script(request):
            return JsonResponse({"error": "Sign in first."}, status=HTTPStatus.UNAUTHORIZED)
        ended = getattr(request, "session_ended", "")
        door = reverse("accounts:login") + (f"?ended={ended}" if ended else "")
        return redirect_to_login(_way_back(request), door)


def _way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: the page a form stood on, not the address it was sent to."""
    if request.method not in {"GET", "HEAD"}:
        form = request.headers.get("referer", "")
        if url_has_allowed_host_and_scheme(form, {request.get_host()}, request.is_secure()):
            return urlsplit(form)._replace(scheme="", netloc="", fragment="").geturl()
    return request.get_full_path()


def _is_from_script(request: HttpRequest) -> bool:
    """Whether a script asks, which could do nothing with the sign-in page."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return True
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
