"""Deleting many people or teams: what is in use stays, and says why."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from wagtail.actions import action_registry
from wagtail.admin import messages
from wagtail.snippets.bulk_actions import DeleteBulkAction

from people.models import Person, Team
from people.services.teams import why_kept
from people.viewsets.deletion import why_person_stays
from people.viewsets.lists import numbers
from people.words import counted

#: More are not looked at.
MOST = 100
NO_RIGHT = "You may not delete these. Ask somebody with all rights."


class DeleteUnused(DeleteBulkAction):
    """Takes the place of Wagtail's for people and teams, which deletes by force of SQL."""

    models = [Person, Team]
    template_name = "people/admin/bulk_delete.html"

    @cached_property
    def _actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        ids = numbers(self.request.GET.getlist("id"))
        chosen = list(self.model._default_manager.filter(pk__in=ids)[:MOST])
        if not chosen:
            raise Http404
        self.reasons = {one.pk: self.why_it_stays(one) for one in chosen}
        stay = [one for one in chosen if self.reasons[one.pk]]
        return [one for one in chosen if one not in stay], {"items_with_no_access": stay}

    def why_it_stays(self, one: Any) -> str:
        """Why one of them is not deleted; empty where it is."""
        if not self.check_perm(one):
            return NO_RIGHT
        return why_kept(one) if isinstance(one, Team) else why_person_stays(one)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the reasons."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "reasons": sorted({r for r in self.reasons.values() if r})}

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete what may be; say what stays."""
        response: HttpResponse = super().form_valid(form)
        for reason in sorted({r for r in self.reasons.values() if r}):
            messages.warning(self.request, reason)
        return response

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        """Delete each as its own page would, with an entry in the history."""
        action = kwargs["self"]
        delete = action_registry.get_action_class(action.model, "delete")
        for one in objects:
            delete(one, user=action.request.user).execute(skip_permission_checks=True)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """How many were deleted."""
        names = self.model._meta.verbose_name, self.model._meta.verbose_name_plural
        return f"{counted(num_parent_objects, *names)} deleted." if num_parent_objects else None
