"""What is in use is not deleted: the page says by how many, and what to do instead."""

from typing import Any

from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from people.models import Membership, Person
from people.words import counted

MEANWHILE = "It came to be in use in the same moment, so it was not deleted."


def why_person_stays(person: Person) -> str:
    """Why a person is not deleted; empty for an entry that nothing hangs on."""
    name = person.name
    if person.user_id:
        return f"{name} signs in. Enter a last day instead, or erase the person's data."
    if number := person.reports.count():
        return f"{name} manages {counted(number, 'person', 'people')}. Enter a last day instead."
    if number := Membership.objects.filter(person=person).count():
        return (
            f"{name} is or was in {counted(number, 'team')}. Enter a last day instead, or erase the "
            "person's data. If the entry was made by mistake, take the teams out of it first."
        )
    return ""


class RefusesDeletion:
    """For the view that deletes: `why_it_stays` says what stands against it."""

    #: By DELETE, Django's view would delete without asking.
    http_method_names = ("get", "post", "head", "options")

    def why_it_stays(self, instance: Any) -> str:
        """Why the thing is not deleted, in a sentence; empty where it may be."""
        raise NotImplementedError

    def get_usage(self: Any) -> None:
        """Not asked of the index of references, which knows of rows that do not matter here."""

    def get_usage_url(self: Any) -> None:
        """The same."""

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete it, unless it is in use."""
        if reason := self.why_it_stays(self.object):
            messages.error(request, reason)
            return redirect(self.get_success_url())
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        except ProtectedError:
            messages.error(request, MEANWHILE)
            return redirect(self.get_success_url())

    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        """With the reason, which stands in place of the button."""
        reason = self.why_it_stays(self.object)
        return super().get_context_data(reason=reason, **kwargs)  # type: ignore[misc]
