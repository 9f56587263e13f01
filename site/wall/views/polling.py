"""What an open wall asks every half minute: whether there is something new. It costs next to nothing to say no."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from wall.filters import Filters
from wall.models import EVERYBODYS_SLUG
from wall.querysets import SIGHT, reads
from wall.scopes import about

AT, SINCE = "at", "since"
LONGEST_NUMBER = 18
#: More are not counted.
MOST = 200


@require_safe
def new(request: HttpRequest) -> HttpResponseBase:
    """`/wall/new/?at=everybody&since=12`: how many posts came after that one, with the page's own filters.

    The tag tells nothing but the answer, which is about what the reader may read.
    """
    since = _whole(request.GET.get(SINCE, ""))
    filters = Filters.of(request.GET, request.user)
    number, latest = _count(request.user, request.GET.get(AT, EVERYBODYS_SLUG), filters, since)
    seen = f"{request.get_full_path()} {number} {latest}"
    tag = f'"{hashlib.sha256(seen.encode()).hexdigest()[:20]}"'
    answer = get_conditional_response(request, etag=tag) or _answer(number)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _answer(number: int) -> HttpResponse:
    noun = "message" if number == 1 else "messages"
    text = f"Show {number} new {noun}" if number else ""
    return JsonResponse({"new": number, "text": text})


def _count(user: Any, at: str, filters: Filters, since: int) -> tuple[int, int]:
    """How many posts came after one, and the newest of them: one query, and that for rules where there are any.

    A wall that one may not read is answered like one with nothing new, and so is one that never was.
    """
    came = filters.narrow(about(user, at)).standing().filter(pk__gt=since).order_by("-pk")
    rows = came.values_list("pk", *SIGHT)[:MOST]
    seen = [number for number, *sight in rows if reads(user, *sight)]
    return len(seen), seen[0] if seen else 0


def _whole(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else 0
