"""The lists of the moderators: what is reported, what is hidden, who may not write, and what was done.

Moderators see what is about things that they may read; what is closed to them is for others.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Min, Q, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.models import Change
from conversations import contributions, subjects
from conversations.cms.history import entries
from conversations.models import Contribution, ReadOnly, Report
from conversations.permissions import may_moderate
from conversations.reactions import Key
from conversations.showing import dress
from core.colleagues import faces_of

A_PAGE = 25


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What is reported and not settled, the longest waiting first. A number of queries that does not grow."""
    demand(request)
    mine = contributions.about_readable_q(request.user, "subject", "subject_number")
    groups = (
        Report.objects.open()
        .filter(mine)
        .order_by()
        .values("target", "number")
        .annotate(times=Count("pk"), first=Min("created_at"))
        .order_by("first", "target", "number")
    )
    pages = Paginator(groups, A_PAGE).get_page(request.GET.get("page"))
    found = look_up(request.user, [(row["target"], row["number"]) for row in pages])
    rows = [
        {**row, **found[row["target"], row["number"]]}
        for row in pages
        if (row["target"], row["number"]) in found
    ]
    return _list(request, "reports", "Reported", pages, rows)


@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    """What moderators hid, the latest first."""
    demand(request)
    parts = [
        model.objects.hidden()
        .filter(contributions.readable_q(model, request.user))
        .order_by()
        .values_list(Value(model.kind, output_field=CharField()), "pk", "hidden_at")
        for model in contributions.models()
    ]
    every = parts[0].union(*parts[1:], all=True).order_by("-hidden_at", "-pk")
    pages = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    found = look_up(request.user, [(kind, number) for kind, number, _at in pages])
    rows = [
        {"target": kind, "number": number, "first": at, **found[kind, number]}
        for kind, number, at in pages
        if (kind, number) in found
    ]
    return _list(request, "hidden", "Hidden", pages, rows)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who may not write now, or might not once."""
    demand(request)
    every = ReadOnly.objects.select_related("user")
    pages = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    faces = faces_of(request.user, {row.user for row in pages})
    now = timezone.now()
    rows = [{"row": row, "face": faces[row.user_id], "is_on": row.until > now} for row in pages]
    return _list(request, "people", "Read-only", pages, rows)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What moderators did, the latest first."""
    demand(request)
    kinds = {_kind_of(model): model for model in contributions.models()}
    wanted = Q(content_type=_kind_of(ReadOnly))
    for kind, model in kinds.items():
        readable = model.objects.filter(contributions.readable_q(model, request.user))
        wanted |= Q(content_type=kind, object_id__in=readable.values("pk"))
    changes = Change.objects.filter(wanted).select_related("actor").order_by("-at", "-pk")
    pages = Paginator(changes, A_PAGE).get_page(request.GET.get("page"))
    names = {kind: model.kind for kind, model in kinds.items()}
    people = {row.pk: row.user for row in _silenced(pages)}
    rows = [
        {"entry": entry, "kind": names.get(entry.kind, ""), "user": people.get(entry.number)}
        for entry in entries(pages)
    ]
    return _list(request, "log", "What was done", pages, rows)


def demand(request: HttpRequest) -> None:
    """Raise PermissionDenied unless the reader is a moderator."""
    if not may_moderate(request.user):
        raise PermissionDenied


def look_up(user: Any, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """Contributions that are about what `user` may read: each as it is shown, and where it stands."""
    wanted, found = set(keys), list[Contribution]()
    for model in contributions.models():
        numbers = [number for kind, number in wanted if kind == model.kind]
        if numbers:
            found += model.objects.filter(pk__in=numbers).select_related("author")
    places = subjects.find_all(user, {said.subject_key for said in found})
    shown = dress(user, [said for said in found if said.subject_key in places])
    return {key: {"one": one, "place": places[one.said.subject_key]} for key, one in shown.items()}


def _list(
    request: HttpRequest, name: str, title: str, pages: "Page[Any]", rows: list[Any]
) -> HttpResponse:
    context = {"name": name, "header_title": title, "pages": pages, "rows": rows}
    return render(request, f"conversations/cms/{name}.html", context)


def _kind_of(model: Any) -> int:
    return ContentType.objects.get_for_model(model).pk


def _silenced(changes: Iterable[Change]) -> Iterable[ReadOnly]:
    kind = _kind_of(ReadOnly)
    numbers = [change.object_id for change in changes if change.content_type_id == kind]
    return ReadOnly.objects.filter(pk__in=numbers).select_related("user")
