"""The CMS's addresses that name a page: to whom it may not be shown, it is not there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.deprecation import MiddlewareMixin
from wagtail.contrib.redirects.models import Redirect

from core.exits.pages import are_shown

#: What the addresses call a page, and what a query calls some.
IN_THE_ADDRESS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
IN_THE_QUERY = {
    "wagtailadmin_choose_page": ("target_pages[]",),
    "wagtailadmin_choose_page_child": ("target_pages[]",),
    "wagtailadmin_choose_page_chosen_multiple": ("id",),
    "wagtail_bulk_action": ("id", "childOf"),
}
BY_KEY = frozenset({"wagtailadmin_pages:revisions_compare", "wagtailadmin_api:pages:action"})


class PageDoorMiddleware(MiddlewareMixin):
    """Answers 404 in the CMS where an address names a page that may not be shown to who asks.

    So it is for history, comparing, previews, usage, copying, moving, choosing and acting on several,
    and for what a later Wagtail adds.
    """

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Ask for all pages that the request names, in one query; none where it names none."""
        match = request.resolver_match
        if match is None or not match.route.startswith("admin/") or not may_enter(request.user):
            return None
        numbers = _named(request, match.view_name, kwargs)
        if not numbers or are_shown(request.user, numbers):
            return None
        return TemplateResponse(request, "wagtailadmin/404.html", status=404).render()


def may_enter(user: Any) -> bool:
    """Whether `user` may use the CMS at all; it answers everybody else itself."""
    return bool(user.is_authenticated and user.has_perm("wagtailadmin.access_admin"))


def _named(request: HttpRequest, view: str, kwargs: dict[str, Any]) -> set[int]:
    found = {kwargs[name] for name in IN_THE_ADDRESS if name in kwargs}
    if view in BY_KEY:
        found.add(kwargs["pk"])
    if "redirect_id" in kwargs:
        redirects = Redirect.objects.filter(pk=kwargs["redirect_id"], redirect_page__isnull=False)
        found.update(redirects.values_list("redirect_page_id", flat=True))
    if view == "wagtail_bulk_action" and kwargs.get("model_name") != "page":
        return set()
    for name in IN_THE_QUERY.get(view, ()):
        found.update(value for value in request.GET.getlist(name) if value not in {"", "all"})
    try:
        return {int(value) for value in found}
    except ValueError as error:
        raise Http404 from error
