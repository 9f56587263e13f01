"""Where pages say that they are read. Whatever is asked, the answer is the same: nothing to see."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from insights.reach.counting import count
from insights.reach.tokens import page_of

#: The smallest picture there is, of one pixel that lets everything through.
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
LONGEST_NUMBER = 6


@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, token: str) -> HttpResponse:
    """A page was shown to its reader (GET, by a picture in it), or was in view for so many seconds (POST, by a script)."""
    page = page_of(token, request.user)
    seconds = _seconds(request) if request.method == "POST" else None
    is_wrong = request.method == "POST" and seconds is None
    if page is not None and not is_wrong and not _is_ahead(request):
        count(request.user, page, seconds)
    if request.method == "POST":
        return HttpResponse(status=204)
    return HttpResponse(PIXEL, content_type="image/gif")


def _seconds(request: HttpRequest) -> int | None:
    given = request.POST.get("seconds", "")
    if given.isascii() and given.isdecimal() and len(given) <= LONGEST_NUMBER:
        return int(given)
    return None


def _is_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks before anybody wants to see the page, and perhaps nobody will."""
    names = ("sec-purpose", "purpose", "x-purpose", "x-moz")
    said = " ".join(request.headers.get(name, "") for name in names).lower()
    return any(word in said for word in ("prefetch", "prerender", "preview"))
