"""The CMS's addresses that name a page: to whom it may not be shown, it is not there."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from wagtail.contrib.redirects.models import Redirect
from wagtail.permissions import policy_registry

from accounts.roles import ENTER_ADMIN
from core.exits.pages import are_shown
from core.exits.person import answering
from core.models import Document, Image

#: What the addresses call a page, and what a query calls some.
IN_THE_ADDRESS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
IN_THE_QUERY = {
    "wagtailadmin_choose_page": ("target_pages[]",),
    "shown_choose_page": ("target_pages[]",),
    "wagtailadmin_choose_page_child": ("target_pages[]",),
    "wagtailadmin_choose_page_chosen_multiple": ("id",),
    "wagtail_bulk_action": ("id", "childOf"),
}
FILES: dict[str, Any] = {"document": Document, "image": Image}
BY_KEY = frozenset({"wagtailadmin_pages:revisions_compare", "wagtailadmin_api:pages:action"})


class PageDoorMiddleware:
    """Answers 404 in the CMS where an address names a page that may not be shown to who asks.

    So it is for history, comparing, previews, usage, copying, moving, choosing and acting on several,
    and for what a later Wagtail adds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Within the CMS, remember whom it answers."""
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        with answering(request.user):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Ask for all pages that the request names, in one query; none where it names none."""
        match = request.resolver_match
        if match is None or not match.route.startswith("admin/") or not may_enter(request.user):
            return None
        numbers = _named(request, match.view_name, kwargs)
        pages_are_shown = not numbers or are_shown(request.user, numbers)
        if pages_are_shown and _files_are_shown(request, match.view_name, kwargs):
            return None
        return TemplateResponse(request, "wagtailadmin/404.html", status=404).render()


def may_enter(user: Any) -> bool:
    """Whether `user` may use the CMS at all; it answers everybody else itself."""
    return bool(user.is_authenticated and user.has_perm(ENTER_ADMIN))


def _named(request: HttpRequest, view: str, kwargs: dict[str, Any]) -> set[int]:
    found = {kwargs[name] for name in IN_THE_ADDRESS if name in kwargs}
    if view in BY_KEY:
        found.add(int(kwargs["pk"]))
    if "redirect_id" in kwargs:
        redirects = Redirect.objects.filter(pk=kwargs["redirect_id"], redirect_page__isnull=False)
        found.update(redirects.values_list("redirect_page_id", flat=True))
    if view == "wagtail_bulk_action" and kwargs.get("model_name") != "page":
        return set()
    for name in IN_THE_QUERY.get(view, ()):
        found.update(_asked(request, name))
    return found


def _files_are_shown(request: HttpRequest, view: str, kwargs: dict[str, Any]) -> bool:
    """Whether each of the files to be acted on at once may be shown; True where there are none."""
    model = FILES.get(kwargs.get("model_name", "")) if view == "wagtail_bulk_action" else None
    if model is None:
        return True
    wanted = _asked(request, "id")
    shown = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        request.user, {"choose", "change"}
    )
    return bool(shown.filter(pk__in=wanted).count() == len(wanted))


def _asked(request: HttpRequest, name: str) -> set[int]:
    """The numbers that a query gives by a name."""
    try:
        return {int(value) for value in request.GET.getlist(name) if value not in {"", "all"}}
    except ValueError as error:
        raise Http404 from error
