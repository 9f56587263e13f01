"""Which alerts stand before a reader now.

Every page asks. So what stands or will stand is kept in the cache, under the epoch that every request
knows anyway; times and readers' audience are looked at for each. A page costs no query for it, but one in
a minute for what the reader has dismissed elsewhere, and two in five minutes for their department, while
there is an alert that asks for it. What a reader dismisses here is in their session too, and so gone at once.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import F, Prefetch
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from access.rules import rules_for, sees_everything
from core import epochs, registry
from news.enums import Audience, Tone
from news.models import Alert, AlertDepartment, Dismissal

#: How long what is kept of alerts, and of a reader's department, is believed at most.
KEPT, DEPARTMENT_KEPT, DISMISSALS_KEPT = 60 * 60, 5 * 60, 60
#: Where the session holds the ids of alerts that were dismissed in it.
IN_SESSION = "dismissed_alerts"


@dataclass(frozen=True)
class Link:
    """Where an alert leads: an address, its words, and for a page what lets readers see it."""

    address: str
    words: str
    is_page: bool = False
    rule: int | None = None
    expires: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """An alert as it is shown."""

    number: int
    tone: Tone
    title: str
    text: str
    link: Link | None
    starts_at: datetime
    ends_at: datetime
    is_dismissable: bool
    #: The paths of the departments that it is for; None is everybody.
    paths: tuple[str, ...] | None


def alerts_for(request: HttpRequest) -> list[Standing]:
    """The alerts that stand before the reader now, the most pressing first."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    now = timezone.now()
    standing = [one for one in _kept(request) if one.starts_at <= now < one.ends_at]
    if any(one.paths is not None for one in standing):
        path = _department_path(user)
        standing = [one for one in standing if _is_for(one, path)]
    dismissable = [one.number for one in standing if one.is_dismissable]
    gone = dismissed(request, user, dismissable) if dismissable else set()
    return [_for_reader(one, user, now) for one in standing if one.number not in gone]


def dismissed(request: HttpRequest, user: Any, numbers: Collection[int]) -> set[int]:
    """Which of some alerts the reader has dismissed, in this session or, as known a minute ago, elsewhere."""
    here = set(request.session.get(IN_SESSION, ()))
    if here.issuperset(numbers):
        return here
    key = dismissals_key(user.pk)
    there: set[int] | None = cache.get(key)
    if there is None:
        rows = Dismissal.objects.filter(user=user.pk, alert__ends_at__gt=timezone.now())
        there = set(rows.values_list("alert_id", flat=True))
        cache.set(key, there, DISMISSALS_KEPT)
    return here | there


def dismissals_key(user: int) -> str:
    """Under which the cache holds what somebody has dismissed."""
    return f"alerts-dismissed:{user}"


def _kept(request: HttpRequest) -> list[Standing]:
    """What stands or will: asked of the database once an epoch, and once an hour."""
    key = f"alerts:{epochs.current(request).tree}"
    found: list[Standing] | None = cache.get(key)
    if found is None:
        found = _ask(request)
        epochs.keep(request, key, found, KEPT)
    return found


def _ask(request: HttpRequest) -> list[Standing]:
    departments = AlertDepartment.objects.select_related("department")
    alerts = Alert.objects.not_over().prefetch_related(
        Prefetch("alert_departments", departments.only("alert", "department__path"))
    )
    pages = _pages(request, [alert.link_page_id for alert in alerts if alert.link_page_id])
    order = [Tone.URGENT, Tone.WARNING, Tone.INFO]
    found = sorted(alerts, key=lambda alert: (order.index(Tone(alert.tone)), -alert.pk))
    return [
        Standing(
            number=alert.pk,
            tone=Tone(alert.tone),
            title=alert.title,
            text=alert.text,
            link=_link(alert, pages),
            starts_at=alert.starts_at,
            ends_at=alert.ends_at,
            is_dismissable=alert.is_dismissable,
            paths=_paths(alert),
        )
        for alert in found
    ]


def _pages(request: HttpRequest, numbers: Collection[int]) -> dict[int, Page]:
    if not numbers:
        return {}
    found = Page.objects.live().filter(pk__in=numbers).annotate(rule=F("page_rule__rule"))
    return {page.pk: page for page in found}


def _link(alert: Alert, pages: dict[int, Any]) -> Link | None:
    words = alert.link_words or "Read more"
    if alert.link_address:
        return Link(alert.link_address, words)
    page = pages.get(alert.link_page_id)
    if page is None:
        return None
    return Link(page.get_url() or "", words, is_page=True, rule=page.rule, expires=page.expire_at)


def _paths(alert: Alert) -> tuple[str, ...] | None:
    if alert.audience == Audience.ALL:
        return None
    return tuple(row.department.path for row in alert.alert_departments.all())


def _is_for(alert: Standing, path: str) -> bool:
    """Whether somebody whose department stands at `path` is meant."""
    return alert.paths is None or bool(path and path.startswith(alert.paths))


def _department_path(user: Any) -> str:
    """Where in the tree the reader's department stands, or nothing."""
    key = f"alerts-department:{user.pk}"
    path: str | None = cache.get(key)
    if path is None:
        asked = (ask(user) for ask in registry.reader_departments)
        number = next((number for number in asked if number), None)
        rows = Page.objects.filter(pk=number).values_list("path", flat=True)
        path = (rows.first() if number else None) or ""
        cache.set(key, path, DEPARTMENT_KEPT)
    return path


def _for_reader(alert: Standing, user: Any, now: datetime) -> Standing:
    """The alert, without its link where that leads to what the reader may not see."""
    link = alert.link
    if link is None or not link.is_page:
        return alert
    gone = link.expires is not None and link.expires <= now
    closed = not sees_everything(user) and link.rule not in rules_for(user)
    return replace(alert, link=None) if gone or closed else alert
