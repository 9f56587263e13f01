"""Who changed what of a profile."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from audit.models import Change
from people.models import Person
from people.permissions import sees_changes
from people.words import label

A_PAGE = 25


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """`/people/<slug>/changes/`: for the person and for people admins; 404 for anybody else."""
    person = get_object_or_404(Person.objects.readable_by(request.user), slug=slug)
    if not sees_changes(request.user, person):
        raise Http404
    pages = Paginator(Change.objects.of(person), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (change, [{**line, "label": label(line["name"])} for line in change.lines])
        for change in pages
    ]
    return render(request, "people/changes.html", {"person": person, "pages": pages, "rows": rows})
