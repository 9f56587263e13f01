"""What an open wall asks every half minute: whether there is something new. It costs next to nothing to say no."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import BigAutoField, CharField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.kept import Given, Kept
from accounts.models import User
from wall.filters import Filters
from wall.models import EVERYBODYS_SLUG
from wall.permissions import teams_of
from wall.querysets import SIGHT, reads
from wall.scopes import ALL, MINE, about

AT, SINCE = "at", "since"
LONGEST_NUMBER = 18
#: More are not counted.
MOST = 200


@require_safe
def new(request: HttpRequest) -> HttpResponseBase:
    """`/wall/new/?at=everybody&since=12`: how many posts came after that one, with the page's own filters.

    The tag is of those posts, which the reader may read: it tells of nothing else, and is another as soon as they are others.
    """
    since = _whole(request.GET.get(SINCE, ""))
    filters = Filters.of(request.GET, request.user)
    came = _came(request.user, request.GET.get(AT, EVERYBODYS_SLUG), filters, since)
    seen = f"{request.get_full_path()} {came}"
    tag = f'"{hashlib.sha256(seen.encode()).hexdigest()[:20]}"'
    answer = get_conditional_response(request, etag=tag) or _answer(len(came))
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _answer(number: int) -> HttpResponse:
    noun = "message" if number == 1 else "messages"
    text = f"Show {number} new {noun}" if number else ""
    return JsonResponse({"new": number, "text": text})


def _came(user: Any, at: str, filters: Filters, since: int) -> list[int]:
    """The posts that came after one, the newest first: one query, and that for rules where there are any.

    Of the reader's own walls one more, which those rules then need not ask: of the teams that they are in.

    A wall that one may not read is answered like one with nothing new, and so is one that never was.
    """
    if filters.by and not filters.author:
        return []
    key = at if at in {ALL, MINE, EVERYBODYS_SLUG} else ""
    teams = teams_of(user) if at == MINE else ()
    rows = _asked(key, filters.kind, bool(filters.by), len(teams)).rows(
        since=since, account=user.pk, slug=at, author=filters.author, **_by_name(teams)
    )
    return [number for number, *sight in rows if reads(user, *sight)]


@lru_cache(maxsize=128)
def _asked(key: str, kind: str, is_by: bool, teams: int) -> Kept:
    """Posts after one, the newest first, with what decides who reads them."""
    account = Given("account", User._meta.pk)
    own = [Given(name, BigAutoField()) for name in _by_name(range(teams))]
    came = about(key, account, own, Given("slug", CharField())).standing()
    came = Filters(kind).narrow(came).filter(pk__gt=Given("since", BigAutoField()))
    if is_by:
        came = came.filter(author=Given("author", User._meta.pk))
    return Kept(came.order_by("-pk").values_list("pk", *SIGHT)[:MOST])


def _by_name(teams: Iterable[int]) -> dict[str, int]:
    """Teams, each with the name under which it is given."""
    return {f"team{place}": team for place, team in enumerate(teams)}


def _whole(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else 0
