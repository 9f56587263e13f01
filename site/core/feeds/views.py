"""The door of feeds, which opens to a key. Calendars and feed readers have no session, and are given none."""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts import feed_keys
from core import registry
from core.feeds import places
from core.feeds.contract import Asked, Format

#: So many times in so many seconds may one person's feeds be asked for, all together.
MOST, SECONDS = 300, 600


@require_safe
@sensitive_variables("key")
def feed(request: HttpRequest, key: str, name: str, place: str, ending: str) -> HttpResponseBase:
    """`/feeds/<key>/news/department-5.atom`: what the person whose key it is may read at this moment.

    Whatever is wrong is answered alike: a key that is nobody's, one that was renewed, an account that is closed, what
    there is no feed of, and what that person may not see.
    """
    user = feed_keys.whose(key)
    if user is None:
        return _nothing()
    if _too_often(user.pk):
        return _plain("Too often. Ask again in ten minutes.", 429, {"Retry-After": str(SECONDS)})
    source = registry.feeds.get(name)
    form = next((form for form in source.formats if form == ending), None) if source else None
    found = places.find(user, place) if form else None
    if source is None or form is None or found is None:
        return _nothing()
    return _answer(request, source.draw(Asked(request, user, found, form)), form)


def _answer(request: HttpRequest, content: bytes, form: Format) -> HttpResponseBase:
    """The feed, or 304 if the asker has it as it is: for this person, since whose key it is was asked before."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=form.content_type)
    response["ETag"] = etag
    answer: HttpResponseBase | None = get_conditional_response(request, etag, None, response)
    answer = answer or response
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _too_often(number: int) -> bool:
    """Whether one person's feeds were asked for too often. Counted by each process if they share no cache."""
    name = f"feeds:{number}"
    cache.add(name, 0, SECONDS)
    try:
        return cache.incr(name) > MOST
    except ValueError:  # it ran out in between
        return False


def _nothing() -> HttpResponse:
    return _plain("There is nothing here.", 404)


def _plain(text: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain", headers=headers)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
