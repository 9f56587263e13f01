"""What an open wall asks every half minute: whether there is something new. It costs next to nothing to say no."""

import hashlib
from typing import Any

from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from wall.filters import Filters
from wall.models import EVERYBODYS_SLUG, Wall
from wall.scopes import ALL, MINE, scope_of

AT, SINCE = "at", "since"
LONGEST_NUMBER = 18


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
    """How many posts came after one, and the newest of them: one query. Raises Http404."""
    if at in {EVERYBODYS_SLUG, ALL, MINE}:
        posts = filters.narrow(scope_of(user, at).posts).filter(pk__gt=since)
        found = posts.aggregate(number=Count("pk"), latest=Max("pk"))
        return found["number"], found["latest"] or 0
    # The wall and what stands on it are asked for at once.
    came = Q(posts__pk__gt=since, posts__deleted_at=None, posts__hidden_at=None)
    came &= filters.q("posts__")
    walls = Wall.objects.readable_by(user).filter(slug=at)
    counted = walls.annotate(number=Count("posts", filter=came), latest=Max("posts", filter=came))
    row = counted.values_list("number", "latest").first()
    if row is None:
        raise Http404
    return row[0], row[1] or 0


def _whole(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else 0
