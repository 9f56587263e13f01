"""Wagtail's views that list or count pages without a hook to say which: ours stand before them.

Each is mounted at Wagtail's own address (`core.exits.urls`) and answers as Wagtail's does.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.chooser import BrowseView, page_models_from_string
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.contrib.redirects import views as redirects
from wagtail.models import Page

from core.exits.pages import only_shown, shown_q


class BrowsePages(BrowseView):
    """The page chooser's first step, from the nearest place around the pages that may be shown."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Wagtail starts from the place around all pages of the wanted types, whoever asks."""
        kinds = request.GET.get("page_type")
        if kinds and parent_page_id is None:
            try:
                models = page_models_from_string(kinds)
            except (ValueError, LookupError):
                models = (Page,)  # Wagtail answers 404 to these
            wanted = only_shown(Page.objects.type(*models), request.user)
            place = wanted.first_common_ancestor()
            while not place.is_root() and not _is_shown(request.user, place):
                place = place.get_parent()
            parent_page_id = place.pk
        answer: HttpResponse = super().get(request, parent_page_id)
        return answer


class LockedPages(LockedPagesView):
    """The report of locked pages, less those that whoever locked them may no longer see."""

    def get_queryset(self) -> Any:
        """As in Wagtail, of what may be shown."""
        return only_shown(super().get_queryset(), self.request.user)


class PageTypesUsage(PageTypesUsageReportView):
    """The report of page types: how many there are, and the last that was edited, for who asks."""

    def get_queryset(self) -> QuerySet[ContentType]:
        """As in Wagtail, counted anew over what may be shown."""
        user = self.request.user
        types = super().get_queryset()
        root = self.filters.form.cleaned_data.get("site")
        counted, pages = shown_q(user, "pages__"), Page.objects.filter(shown_q(user))
        if root:
            counted &= Q(pages__path__startswith=root)
            pages = pages.filter(path__startswith=root)
        latest = pages.filter(content_type=OuterRef("pk")).order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk"
        )
        found: QuerySet[ContentType] = types.annotate(
            count=Count("pages", filter=counted, distinct=True),
            last_edited_page_id=Subquery(latest.values("pk")[:1]),
        ).order_by("-count", "app_label", "model")
        return found


class Redirects(redirects.IndexView):
    """The list of redirects, less those to a page that may not be shown."""

    def get_base_queryset(self) -> Any:
        """As in Wagtail, of what may be shown."""
        return super().get_base_queryset().filter(redirects_shown_q(self.request.user))


def redirects_shown_q(user: Any) -> Q:
    """Redirects to another address, or to a page that may be shown to `user`."""
    return Q(redirect_page__isnull=True) | Q(
        redirect_page__in=Page.objects.filter(shown_q(user)).values("pk")
    )


def _is_shown(user: Any, page: Page) -> bool:
    return Page.objects.filter(shown_q(user), pk=page.pk).exists()
