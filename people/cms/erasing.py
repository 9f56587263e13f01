"""Erasing a person, in the CMS: only once their name is typed."""

from typing import Any

from people.cms.forms import EraseForm
from people.cms.frames import OneThingView
from people.models import Person
from people.services.erasure import (
    RIGHT,
    erase,
    is_used_elsewhere,
    photos_of,
    why_refused,
)


class ErasePersonView(OneThingView):
    """What goes, what stays, and the form."""

    right = RIGHT
    queryset = Person.objects.filter(erased_at__isnull=True)
    form_class = EraseForm
    template_name = "people/cms/erase.html"
    page_title = "Erase"
    header_icon = "bin"
    submit_label = "Erase for good"
    active_label = "Erasing…"
    goes_back = False

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose name is meant."""
        return {**super().get_form_kwargs(), "person": self.thing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands in the way, and the photos that stay since others use them."""
        photos = photos_of(self.thing)
        return super().get_context_data(**kwargs) | {
            "refusal": why_refused(self.thing, self.request.user),
            "photos": [photo for photo in photos if is_used_elsewhere(photo, self.thing)],
        }

    def act(self, given: dict[str, Any]) -> str:
        """Erase them."""
        erase(self.thing, self.request.user)
        return "Erased. What they wrote is by a former member of staff."
