"""What people have to do about their own profile."""

from django.http import HttpRequest
from django.urls import reverse

from core.registry import ToDo


def check_details(request: HttpRequest) -> list[ToDo]:
    """A look through one's own details, once a year. One query at most."""
    own = getattr(request.user, "person", None)
    if own is None or own.has_left or own.erased_at or not own.needs_confirming:
        return []
    return [ToDo("Check that your details are right.", reverse("people:person", args=[own.slug]))]
