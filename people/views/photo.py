"""A profile's photo: upload, cut with a preview, remove."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from people.forms import CutForm, PhotoForm
from people.photos import preview
from people.sections import PHOTO
from people.services import photos
from people.services.staff_photos import is_staff_photo
from people.views.desk import Desk, desk_for


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, slug: str) -> HttpResponse:
    """`/people/<slug>/edit/photo/`: each of its buttons says what it does, by its `do`."""
    desk = desk_for(request, slug)
    desk.section(PHOTO.slug)
    if request.method != "POST":
        return _draw(request, desk)
    do = {"upload": _upload, "preview": _preview, "use": _use, "remove": _remove}.get(
        request.POST.get("do", "")
    )
    if do is None:
        raise BadRequest("The form does not say what is to be done with the photo.")
    if request.POST.get("version") != desk.version(PHOTO):
        clash = {"change": desk.who_came_between(PHOTO)}
        return _draw(request, desk, HTTPStatus.CONFLICT, clash=clash)
    return do(request, desk)


def _upload(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, desk, HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    photos.set_photo(desk.person, form.cleaned_data["file"], hats=desk.hats, actor=request.user)
    messages.success(request, "The photo is saved. Now choose the part of it that is shown.")
    return redirect("people:edit_photo", desk.person.slug)


def _preview(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = _cut_form(desk, request.POST)
    if not form.is_valid():
        return _draw(request, desk, HTTPStatus.UNPROCESSABLE_ENTITY, cut=form)
    return _draw(request, desk, cut=form, seen=preview(desk.person.photo, form.cut))


def _use(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = _cut_form(desk, request.POST)
    if not form.is_valid():
        return _draw(request, desk, HTTPStatus.UNPROCESSABLE_ENTITY, cut=form)
    photos.cut_photo(desk.person, form.cut, hats=desk.hats, actor=request.user)
    messages.success(request, "Saved: the part of the photo that is shown.")
    return redirect(desk.person)


def _remove(request: HttpRequest, desk: Desk) -> HttpResponse:
    photos.remove_photo(desk.person, hats=desk.hats, actor=request.user)
    messages.success(request, "The photo is removed.")
    return redirect(desk.person)


def _cut_form(desk: Desk, data: Any = None) -> CutForm:
    if not _can_be_cut(desk):
        raise BadRequest("There is no uploaded photo to choose a part of.")
    return CutForm(desk.person.photo, data)


def _can_be_cut(desk: Desk) -> bool:
    return desk.person.photo is not None and is_staff_photo(desk.person.photo)


def _draw(
    request: HttpRequest, desk: Desk, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    context = {
        "desk": desk,
        "person": desk.person,
        "section": PHOTO,
        "version": desk.version(PHOTO),
        "form": PhotoForm(),
        "cut": _cut_form(desk) if _can_be_cut(desk) else None,
        **more,
    }
    return render(request, "people/edit_photo.html", context, status=status)
