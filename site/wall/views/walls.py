"""A wall's page: what stands on it, and the form that posts."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conversations.services.refusals import RefusedError
from wall.filters import KINDS, Filters
from wall.forms import PostForm
from wall.models import EVERYBODYS_SLUG
from wall.permissions import looks_after, may_write
from wall.reading import feed, newest, page_of
from wall.scopes import ALL, MINE, Scope, everybodys_wall, scope_of, walls_of, walls_of_departments
from wall.services.posts import add_post


@require_http_methods(["GET", "HEAD", "POST"])
def everybody(request: HttpRequest) -> HttpResponse:
    """`/wall/`: the wall of everybody."""
    return _answer(request, scope_of(request.user, EVERYBODYS_SLUG))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """`/wall/<slug>/`: the wall of a department or a team."""
    if slug == EVERYBODYS_SLUG:
        return redirect("wall:everybody", permanent=True)
    return _answer(request, scope_of(request.user, slug))


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """`/wall/all/`: what stands on all walls that the reader may read."""
    walls = walls_of_departments(request.user)
    return _draw(request, scope_of(request.user, ALL), walls=walls, whose="Walls of departments")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """`/wall/mine/`: what concerns the reader, and the walls that are theirs."""
    walls = walls_of(request.user)
    whose = "Walls of my teams and departments"
    return _draw(request, scope_of(request.user, MINE), walls=walls, whose=whose)


def _answer(request: HttpRequest, scope: Scope) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, scope, form=_form(request, scope))
    wall = scope.wall if scope.wall and scope.wall.pk else everybodys_wall()
    form = PostForm(request.user, wall, request.POST, request.FILES)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            post = add_post(request.user, wall, form.letter())
        except RefusedError as error:
            status = error.status
            if status == HTTPStatus.FORBIDDEN:
                return _draw(request, scope, status, refusal=str(error))
            form.questions += error.questions
            form.add_error(None, str(error))
        else:
            messages.success(request, "Posted.")
            return redirect(f"{scope.address}#post-{post.pk}")
    return _draw(request, scope, status, form=form)


def _form(request: HttpRequest, scope: Scope) -> PostForm | None:
    """An empty form, for whoever may write here."""
    if scope.wall is None or not may_write(request.user, scope.wall):
        return None
    return PostForm(request.user, scope.wall)


def _draw(
    request: HttpRequest, scope: Scope, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    filters = Filters.of(request.GET, request.user)
    page = page_of(request, scope, filters)
    shown = feed(request, list(page.object_list), scope)
    context = {
        "scope": scope,
        "wall": scope.wall,
        "filters": filters,
        "kinds": KINDS,
        "pages": page,
        "posts": shown,
        "newest": newest(page.object_list) if page.number == 1 else None,
        "may_set": scope.wall is not None
        and scope.wall.team is not None
        and looks_after(request.user, scope.wall),
        "back": request.get_full_path() if request.method != "POST" else scope.address,
        **more,
    }
    return render(request, "wall/wall.html", context, status=status)
