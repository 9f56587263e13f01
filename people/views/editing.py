"""Changing a profile on the site, a section at a time."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from people.completeness import completeness
from people.forms import KINDS, DetailsForm, RowsForm, details_form
from people.sections import PHOTO, Section
from people.services.profiles import save_person
from people.views.desk import Desk, desk_for
from people.words import in_words, label


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """`/people/<slug>/edit/`: the sections that the reader may change something in, and what others keep."""
    desk = desk_for(request, slug)
    if not desk.sections:
        raise Http404
    context = {
        "desk": desk,
        "person": desk.person,
        "facts": desk.record,
        "completeness": completeness(desk.person) if desk.is_all_theirs else None,
    }
    return render(request, "people/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """`/people/<slug>/edit/<section>/`: the form of one section."""
    desk = desk_for(request, slug)
    part = desk.section(section)
    if part is PHOTO:
        raise Http404  # its own view comes first
    version = desk.version(part)
    if request.method != "POST":
        return _draw(request, desk, part, _form(part, desk), version)
    said = {name: in_words(desk.person, [name])[name] for name in part.fields if name in desk.open}
    form = _form(part, desk, request.POST)
    if request.POST.get("version") != version:
        clash = {
            "change": desk.who_came_between(part),
            "now": [(label(name), text) for name, text in said.items()],
        }
        return _draw(request, desk, part, form, version, HTTPStatus.CONFLICT, clash=clash)
    changed = _save(request, desk, form) if form.is_valid() else None
    if changed is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _draw(request, desk, part, form, version, status)
    messages.success(request, told(changed))
    return redirect(desk.person)


def told(changed: Iterable[str]) -> str:
    """What was saved, in a sentence."""
    names = [label(name) for name in changed]
    return f"Saved: {', '.join(names)}." if names else "Nothing was changed."


def _form(part: Section, desk: Desk, data: Any = None) -> DetailsForm | RowsForm:
    if part.slug in KINDS:
        return RowsForm(KINDS[part.slug], desk.person, data)
    return details_form(part, desk.person, desk.open, is_own=desk.is_own, data=data)


def _save(request: HttpRequest, desk: Desk, form: DetailsForm | RowsForm) -> list[str] | None:
    """The names of what changed; None if the profile cannot be as it is put, which the form then says."""
    try:
        with transaction.atomic():
            form.apply()
            return save_person(desk.person, hats=desk.hats, actor=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _draw(
    request: HttpRequest,
    desk: Desk,
    part: Section,
    form: DetailsForm | RowsForm,
    version: str,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    context = {
        "desk": desk,
        "person": desk.person,
        "section": part,
        "form": form,
        "version": version,
        "facts": desk.facts(part),
        **more,
    }
    return render(request, "people/edit_section.html", context, status=status)
