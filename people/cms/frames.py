"""What the screens have in common that do something with one person or one team."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.permissions import FieldLockedError
from people.services.erasure import ErasureRefusedError

#: What a service says no with.
REFUSALS = (ValidationError, FieldLockedError, ErasureRefusedError)


class OneThingView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """A form about one thing, for those with a right; others are refused before it is looked for."""

    right: ClassVar[str]
    queryset: ClassVar[models.QuerySet[Any]]
    thing: Any
    submit_label: ClassVar[str]
    active_label: ClassVar[str]
    #: Whether the way back is the thing's own page in the CMS; else it is the CMS's home.
    goes_back = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not, and answer 404 to what is not there."""
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        self.thing = get_object_or_404(self.queryset.all(), pk=kwargs["number"])
        self.page_subtitle = str(self.thing)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way here: over the thing's own page."""
        way = [*super().get_breadcrumbs_items()]
        if edit_url := edit_url_of(self.request, self.thing):
            way.append({"url": edit_url, "label": str(self.thing)})
        return [*way, {"url": self.request.path, "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the thing, and what the CMS's frame for forms asks for."""
        context = super().get_context_data(**kwargs)
        return context | {
            "thing": self.thing,
            "action_url": self.request.path,
            "submit_button_label": self.submit_label,
            "submit_button_active_label": self.active_label,
            "media": context["form"].media,
        }

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Do it; what cannot be is said at its field."""
        try:
            done = self.act(form.cleaned_data)
        except REFUSALS as error:
            tell(form, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.way_back())

    def act(self, given: dict[str, Any]) -> str:
        """Do it, and say in a sentence what was done."""
        raise NotImplementedError

    def way_back(self) -> str:
        """Where to go on from here."""
        edit_url = edit_url_of(self.request, self.thing) if self.goes_back else ""
        return edit_url or "wagtailadmin_home"

    def remark(self, sentences: list[str]) -> None:
        """Say what was not done."""
        for sentence in sentences:
            messages.warning(self.request, sentence)


def edit_url_of(request: HttpRequest, thing: models.Model) -> str:
    """Where somebody edits a thing; empty where they may not, or where it is edited nowhere."""
    return AdminURLFinder(request.user).get_edit_url(thing) or ""


def tell(form: forms.Form, error: Exception) -> None:
    """Put a refusal where it belongs: at the fields that the form has, above them otherwise."""
    if not isinstance(error, ValidationError):
        form.add_error(None, str(error))
        return
    said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, sentences in said.items():
        form.add_error(name if name in form.fields else None, sentences)
