"""A wall's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wall.enums import WallKind
from wall.models import EVERYBODYS_SLUG, Wall


@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    """`/wall/`: the wall of everybody."""
    return _draw(request, Wall.objects.get(kind=WallKind.EVERYBODY))


@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """`/wall/<slug>/`: the wall of a department or a team."""
    if slug == EVERYBODYS_SLUG:
        return redirect("wall:everybody", permanent=True)
    found = Wall.objects.named().readable_by(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return _draw(request, found)


def _draw(request: HttpRequest, wall: Wall) -> HttpResponse:
    return render(request, "wall/wall.html", {"wall": wall})
