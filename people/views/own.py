"""One's own profile: the way there, and “My details are right”."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from people.models import Person
from people.services.confirming import confirm as confirm_details


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """`/people/me/`: on to the reader's own profile, or a page that says why they have none."""
    person = _own(request)
    return redirect(person) if person else render(request, "people/no_profile.html")


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """`/people/me/confirm/`: write down that the reader's own details are right."""
    person = _own(request)
    if person is None or person.has_left:
        raise Http404
    confirm_details(person, request.user)
    messages.success(request, "Thank you. Your details are marked as right today.")
    return redirect(person)


def _own(request: HttpRequest) -> Person | None:
    return Person.objects.readable_by(request.user).filter(user=request.user).first()
