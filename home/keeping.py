"""Parts of the home page that many readers share, kept for a minute.

A part is the same for all who meet the same rules, so its HTML is kept by those, by the epochs and by what
editors set; it goes before its minute is over if something on it expires. A minute, since what has its hour (an embargo, an event) raises no epoch.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from access.querysets import Reader
from access.rules import rules_for, sees_everything
from core import epochs

KEPT = 60

#: HTML, or nothing to show; and until when it holds, at the longest.
Drawn = tuple[str, datetime | None]


def shared(request: HttpRequest, name: str, make: Callable[[], Drawn]) -> str:
    """What `make` draws, from the cache where somebody who sees the same has had it drawn just now."""
    now = timezone.now()
    site, current = Site.find_for_request(request), epochs.current(request)
    epoch = f"{current.tree}:{current.files}"
    key = f"front:{site.pk if site else 0}:{name}:{epoch}:{digest_of(request.user)}"
    drawn: Drawn | None = cache.get(key)
    if drawn is None or (drawn[1] and drawn[1] <= now):
        drawn = make()
        epochs.keep(request, key, drawn, KEPT)
    return drawn[0]


def digest_of(user: Reader) -> str:
    """The same for all who meet the same rules."""
    if sees_everything(user):
        return "all"
    rules = ",".join(map(str, sorted(rules_for(user))))
    return hashlib.sha256(rules.encode()).hexdigest()[:32]


def first_end(pages: Iterable[Any]) -> datetime | None:
    """When the first of some pages expires, if any does."""
    ends = [page.expire_at for page in pages if page and page.expire_at]
    return min(ends, default=None)
