"""The bin in the CMS: what is in it, putting a page back, deleting one for good."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.models import BinnedPage
from core.trash.forms import PutBackForm
from core.trash.permissions import handled_by, may_empty, may_handle
from core.trash.services import KEPT, BinRefusedError, put_back, remove, throw_away

PER_PAGE = 50


class BinView(WagtailAdminTemplateMixin, TemplateView):
    """What is in the bin, of what the person may put back."""

    template_name = "core/trash/bin.html"
    page_title = "Bin"
    header_icon = "bin"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entries, and rows of each with the number of days that are left."""
        entries = handled_by(self.request.user)
        page = Paginator(entries, PER_PAGE).get_page(self.request.GET.get("p"))
        now = timezone.now()
        return super().get_context_data(**kwargs) | {
            "entries": page,
            "rows": [(entry, max(0, (entry.deleted_at + KEPT - now).days)) for entry in page],
            "may_empty": may_empty(self.request.user),
        }


class PutBackView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """The form that puts a page back."""

    form_class = PutBackForm
    template_name = "core/trash/put_back.html"
    page_title = "Put back"
    header_icon = "undo"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the entry; what is not the person's to put back is not there."""
        self.entry = _entry(request, kwargs["binned_id"])
        self.page_subtitle = self.entry.page.title
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what, and who."""
        return {**super().get_form_kwargs(), "entry": self.entry, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the CMS's frame for forms asks for."""
        context = super().get_context_data(**kwargs)
        return context | {
            "entry": self.entry,
            "action_url": reverse("core_bin_put_back", args=[self.entry.pk]),
            "submit_button_label": "Put it back",
            "submit_button_active_label": "Putting it back…",
            "media": context["form"].media,
        }

    def form_valid(self, form: PutBackForm) -> HttpResponse:
        """Put it back, or say what is in the way."""
        given, user = form.cleaned_data, self.request.user
        try:
            page = put_back(self.entry, user, place=given["place"], slug=given["slug"])
        except BinRefusedError as error:
            if error.offer:
                form.data = {**form.data.dict(), "slug": error.offer}  # type: ignore[attr-defined]
            form.add_error(error.about, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"“{page.title}” is back.")
        return redirect("wagtailadmin_explore", page.get_parent().pk)


@require_POST
def delete_for_good(request: HttpRequest, binned_id: int) -> HttpResponse:
    """Delete a page before its time is up, which superusers may."""
    entry = _entry(request, binned_id)
    if not may_empty(request.user):
        raise PermissionDenied
    title = entry.page.title
    try:
        remove(entry, request.user)
    except ProtectedError:
        messages.error(request, f"“{title}” stays: something else still depends on it.")
    else:
        messages.success(request, f"“{title}” is deleted for good.")
    return redirect("core_bin")


def delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In place of Wagtail's deleting, once it has found that the person may: into the bin."""
    if request.method != "POST":
        return None
    parent = page.get_parent()
    try:
        throw_away(page, request.user)
    except BinRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{page.title}” is in the bin, where it stays for 30 days.")
    there = get_valid_next_url_from_request(request)
    return redirect(there) if there else redirect("wagtailadmin_explore", parent.pk)


def _entry(request: HttpRequest, page_id: int) -> BinnedPage:
    entries = BinnedPage.objects.select_related("page", "place")
    entry = get_object_or_404(entries, pk=page_id)
    if not may_handle(request.user, entry):
        raise Http404
    return entry
