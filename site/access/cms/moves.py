"""Moving and copying: a page that would be seen by other people says so first."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction, MoveForm
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.models import Page

from access.cms.words import of_change
from access.explain import in_words
from access.parts import after_move, names_of, rule_of
from access.rules import NOBODY, Requirement, write
from access.settle import PAGES


class MoveConfirm(MoveConfirmView):
    """Wagtail's confirmation, with how many people gain the page or lose it."""

    template_name = "access/confirm_move.html"

    def dispatch(
        self, request: HttpRequest, page_to_move_id: int, destination_id: int, *args: Any, **kw: Any
    ) -> HttpResponseBase:
        """Refuse a move that is not the editor's to make before anything is said about it."""
        page = get_object_or_404(Page, pk=page_to_move_id)
        destination = get_object_or_404(Page, pk=destination_id)
        if not page.permissions_for_user(request.user).can_move_to(destination):
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kw)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what changes for readers."""
        sentences: list[str] = []
        for before, after in _changes([self.page_to_move], self.destination).values():
            sentences = of_change(before, after)
        return {**super().get_context_data(**kwargs), "sentences": sentences}


class BulkMoveForm(MoveForm):
    """Wagtail's form, which also remembers what the editor has been told."""

    told = forms.CharField(required=False, widget=forms.HiddenInput)


class BulkMove(MoveBulkAction):
    """Wagtail's bulk move, which stops once to say whose pages change hands."""

    form_class = BulkMoveForm
    template_name = "access/confirm_bulk_move.html"

    def prepare_action(self, pages: list[Page], pages_without_access: dict[str, Any]) -> Any:
        """Show what changes for readers, unless nothing does or it was shown."""
        response = super().prepare_action(pages, pages_without_access)
        if response is not None:
            return response
        destination = self.cleaned_form.cleaned_data["chooser"]
        changes = _changes(pages, destination)
        told = " ".join(
            f"{page.pk}:{write(before)}>{write(after)}" for page, (before, after) in changes.items()
        )
        if not changes or self.cleaned_form.cleaned_data["told"] == told:
            return None
        form = self.cleaned_form
        form.data = form.data.copy()
        form.data["told"] = told
        sentences = {change: of_change(*change) for change in set(changes.values())}
        context = {
            **self.get_context_data(form=form),
            "destination": destination,
            "changes": [(page, sentences[change]) for page, change in changes.items()],
        }
        return TemplateResponse(self.request, self.template_name, context)


class Copy(CopyView):
    """Wagtail's copy, which says that a copy stays as closed as its source."""

    def get_form(self, form_class: Any = None) -> Any:
        """Say it where the place is chosen."""
        form = super().get_form(form_class)
        asked = rule_of(PAGES, self.page)
        if asked:
            who = in_words(asked, names_of(asked))
            form.fields["new_parent_page"].help_text = (
                f"The copy keeps its restriction: {who}. What its new place asks is added to that."
                " The same holds for an alias, and for the pages below."
            )
        return form


def _changes(
    pages: Iterable[Page], destination: Page
) -> dict[Page, tuple[Requirement, Requirement]]:
    """The pages whose readers change by a move, with what they ask before and after."""
    found = {}
    for page in pages:
        stored = rule_of(PAGES, page)
        before, after = NOBODY if stored is None else stored, after_move(page, destination)
        if before != after:
            found[page] = before, after
    return found
