"""Where ours stand before Wagtail's own views, at Wagtail's own addresses."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from core.exits import reports

VIEWS: tuple[tuple[str, Any, str], ...] = (
    ("choose-page/", reports.BrowsePages, "choose_page"),
    ("reports/locked/", reports.LockedPages, "locked_pages"),
    ("reports/page-types-usage/", reports.PageTypesUsage, "page_types_usage"),
    ("redirects/", reports.Redirects, "redirects"),
)


def _patterns() -> Iterator[URLPattern]:
    for address, view, name in VIEWS:
        yield path(f"admin/{address}", _guarded(view.as_view()), name=f"shown_{name}")
        if address != "choose-page/":
            results = _guarded(view.as_view(results_only=True))
            yield path(f"admin/{address}results/", results, name=f"shown_{name}_results")


def _guarded(view: Any) -> Any:
    return never_cache(require_admin_access(view))


before_wagtails = list(_patterns())
