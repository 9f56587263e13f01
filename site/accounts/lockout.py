"""How many guesses a name and an address have, and what a locked door answers.

django-axes keeps the count; this says what is counted together and how much is too much. Names are
counted as they were typed, so that no answer tells which of them exist; `accounts.backends` sees to it
that an account's username and its e-mail address do not give twice the guesses.
"""

import ipaddress
import logging
import math
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User

log = logging.getLogger(__name__)

#: What the counts of asking for a new password begin with. No username can.
RESET = "reset:"
LONGEST_KEY = 240
#: Who has one address of IPv6 has all of a network of this size.
IPV6_NETWORK = 64


def key(name: str) -> str:
    """What a typed name is counted under. Nothing is looked up: it is the same for any name.

    Upper case first, since a database takes "ı" for "I" when it compares without regard to case.
    """
    return unicodedata.normalize("NFKC", name).strip().upper().casefold()[:LONGEST_KEY]


def keys_of(user: User) -> set[str]:
    """What an account is counted under: its username and its e-mail address."""
    return {key(user.username), key(user.email)} - {""}


def typed_key(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The key of what was typed, as django-axes asks for it."""
    return key(str((credentials or {}).get("username") or ""))


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, or None if that cannot be told (a socket without a proxy's word).

    A proxy adds the address it was asked from at the end of X-Forwarded-For. So many from the end
    as there are proxies of ours (PROXIES) is one that no stranger could write.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    told = hops[-settings.PROXIES] if 0 < settings.PROXIES <= len(hops) else ""
    return _network(told) or _network(request.META.get("REMOTE_ADDR") or "")


def _network(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_NETWORK), strict=False).network_address)


def recent() -> "QuerySet[AccessAttempt]":
    """The attempts that still count."""
    return AccessAttempt.objects.filter(
        attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME
    )


def is_spent(request: HttpRequest, keys: Iterable[str]) -> bool:
    """Whether the request's address has used up its guesses at these keys, taken together."""
    attempts = recent().filter(ip_address=address_of(request), username__in=list(keys))
    return _total(attempts) >= settings.AXES_FAILURE_LIMIT


def forget(keys: Iterable[str], address: str | None = None) -> None:
    """Give the keys their guesses back, from one address or from all."""
    attempts = AccessAttempt.objects.filter(username__in=list(keys))
    (attempts.filter(ip_address=address) if address else attempts).delete()


def count_reset(request: HttpRequest, email: str) -> None:
    """Count that somebody asked for a new password for that e-mail address."""
    attempt, is_new = AccessAttempt.objects.get_or_create(
        username=key(RESET + email),
        ip_address=address_of(request),
        user_agent="",
        defaults={"failures_since_start": 1, "path_info": request.path[:255]},
    )
    if not is_new:
        is_old = attempt.attempt_time <= timezone.now() - settings.AXES_COOLOFF_TIME
        AccessAttempt.objects.filter(pk=attempt.pk).update(
            failures_since_start=1 if is_old else F("failures_since_start") + 1,
            attempt_time=timezone.now(),
        )


def is_mailbox_full(email: str) -> bool:
    """Whether links enough were asked for that e-mail address lately, from wherever."""
    return _total(recent().filter(username=key(RESET + email))) >= settings.AXES_FAILURE_LIMIT


class Handler(AxesDatabaseHandler):
    """Counts in the database, with a limit for one name and another for all names together."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The failures of the name; as many as lock it, if its address has too many of any names."""
        name, address = typed_key(request, credentials), address_of(request)
        attempts = recent().filter(ip_address=address)
        own = _total(attempts.filter(username=name))
        if address and _total(attempts.filter(_same_door(name))) >= settings.AXES_ADDRESS_LIMIT:
            return max(own, settings.AXES_FAILURE_LIMIT)
        return own

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        """Forget the person's own failures; those of the address stay, else one account would clear it."""
        self.clean_expired_user_attempts(request)
        forget(keys_of(user), address_of(request))


def locked(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of a locked door: how long to wait, and nothing of whether the account exists."""
    name, address = typed_key(request, credentials), address_of(request)
    attempts = recent().filter(ip_address=address).order_by("-attempt_time")
    attempts = attempts.values_list("failures_since_start", "attempt_time")
    opens = [opening(attempts.filter(username=name), settings.AXES_FAILURE_LIMIT)]
    if address:
        opens.append(opening(attempts.filter(_same_door(name)), settings.AXES_ADDRESS_LIMIT))
    now = timezone.now()
    wait = max((at for at in opens if at), default=now + settings.AXES_COOLOFF_TIME) - now
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    log.warning("Too many attempts at %s from %s.", request.path, address or "an unknown address")
    context = {
        "minutes": minutes,
        "is_reset": name.startswith(RESET),
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    page = render(request, "accounts/locked_out.html", context, status=429)
    page["Retry-After"] = str(minutes * 60)
    return page


def opening(attempts: Iterable[tuple[int, datetime]], limit: int) -> datetime | None:
    """When so few of the attempts count that there is another guess; None if there is one now.

    Attempts are pairs of failures and the time of the last of them, the newest first.
    """
    total = 0
    for failures, at in attempts:
        total += failures
        if total >= limit:
            return at + settings.AXES_COOLOFF_TIME
    return None


def _same_door(name: str) -> Q:
    """Signing in and asking for a new password are counted apart."""
    resets = Q(username__startswith=RESET)
    return resets if name.startswith(RESET) else ~resets


def _total(attempts: "QuerySet[AccessAttempt]") -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
