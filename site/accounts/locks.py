"""The list of locked sign-ins, from which a superuser unlocks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem

from accounts.lockout import RESET, keys_of, opening, recent
from accounts.models import User

SIGNING_IN, RESETTING = "Signing in", "Asking for a new password"


@dataclass(frozen=True)
class Lock:
    """What is locked: a name at an address, or without a name the whole address; until when."""

    door: str
    name: str
    address: str
    until: datetime


class LocksMenuItem(MenuItem):
    """The way to the list, for superusers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may unlock."""
        return request.user.is_superuser


def menu_item() -> MenuItem:
    """Its entry among the reports."""
    return LocksMenuItem("Locked sign-ins", reverse("locked_sign_ins"), icon_name="lock", order=950)


def addresses() -> list[URLPattern]:
    """Its address in the CMS."""
    return [path("reports/locked-sign-ins/", show, name="locked_sign_ins")]


def show(request: HttpRequest) -> HttpResponse:
    """The list. A POST with the `door`, `name` and `address` of a line unlocks it."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        door, name, address = (request.POST.get(part, "") for part in ("door", "name", "address"))
        unlock(door, name, address)
        messages.success(request, f"“{name or address}” may try again.")
        return redirect("locked_sign_ins")
    context = {"locks": locks(), "header_title": "Locked sign-ins"}
    return render(request, "accounts/locked_sign_ins.html", context)


def locks() -> list[Lock]:
    """Everything that is locked now, what opens last first. An account is one name, however typed."""
    attempts = list(
        recent()
        .order_by("-attempt_time")
        .values_list("username", "ip_address", "failures_since_start", "attempt_time")
    )
    owners = _owners(name for name, *_ in attempts)
    counted: dict[tuple[str, str, str], list[tuple[int, datetime]]] = defaultdict(list)
    for typed, address, failures, at in attempts:
        door = RESETTING if typed.startswith(RESET) else SIGNING_IN
        name = owners[typed].username if typed in owners else typed.removeprefix(RESET)
        counted[door, name, address or ""].append((failures, at))
        if address:
            counted[door, "", address].append((failures, at))
    found = []
    for what, failures in counted.items():
        limit = settings.AXES_FAILURE_LIMIT if what[1] else settings.AXES_ADDRESS_LIMIT
        if until := opening(failures, limit):
            found.append(Lock(*what, until))
    return sorted(found, key=lambda lock: lock.until, reverse=True)


def unlock(door: str, name: str, address: str) -> None:
    """Forget the failures of a name at an address, or without a name of the whole address."""
    if not (name or address):
        return
    attempts = AccessAttempt.objects.filter(ip_address=address or None)
    resets = Q(username__startswith=RESET)
    attempts = attempts.filter(resets if door == RESETTING else ~resets)
    if name:
        owner = User.objects.filter(username=name).first()
        attempts = attempts.filter(
            username__in={name, RESET + name} | (keys_of(owner) if owner else set())
        )
    attempts.delete()


def _owners(names: Iterable[str]) -> dict[str, User]:
    """The accounts that the names belong to."""
    names = set(names)
    users = User.objects.annotate(name=Lower("username"), mail=Lower("email"))
    found = users.filter(Q(name__in=names) | Q(mail__in=names))
    return {key: user for user in found for key in keys_of(user)}
