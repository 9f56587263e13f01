"""What is done to several pages at once is done to those that may be shown, also by “select all”.

What is done to several documents at once is known to search.
"""

from typing import Any

from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction
from wagtail.models import Page

from access.cms.moves import BulkMove
from core import findable
from core.exits.pages import shown_q
from core.found import documents
from core.trash import services
from core.trash.place import is_in_bin


class AddToCollection(AddToCollectionBulkAction):
    """Move documents to a collection, and have them found by who may see that one."""

    @classmethod
    def execute_action(
        cls,
        objects: list[Any],
        collection: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int] | None:
        """The number of documents moved. Wagtail moves them without saving them."""
        with findable.together():
            done = super().execute_action(objects, collection=collection, **kwargs)
            findable.changed(documents.NAME, [document.pk for document in objects])
        return done


class _Shown:
    def get_all_objects_in_listing_query(self, parent_id: str | None) -> Any:
        """All of a list, less what is not in the list for who asks."""
        numbers = super().get_all_objects_in_listing_query(parent_id)  # type: ignore[misc]
        user = self.request.user  # type: ignore[attr-defined]
        shown = Page.objects.filter(shown_q(user), pk__in=list(numbers))
        return list(shown.values_list("pk", flat=True))


class Move(_Shown, BulkMove):
    """Move pages, with what it means for readers."""


class Publish(_Shown, PublishBulkAction):
    """Publish pages."""


class Unpublish(_Shown, UnpublishBulkAction):
    """Unpublish pages."""


class Delete(_Shown, DeleteBulkAction):
    """Put pages into the bin."""

    template_name = "core/trash/confirm_bulk_delete.html"

    @classmethod
    def execute_action(
        cls,
        objects: list[Page],
        user: Any = None,
        **kwargs: Any,  # noqa: ARG003
    ) -> tuple[int, int]:
        """The number of pages put there, and of pages below them. Those below another go with it."""
        pages, below = 0, 0
        for page in sorted(objects, key=lambda page: page.path):
            fresh = Page.objects.get(pk=page.pk)
            if is_in_bin(fresh):
                continue
            pages, below = pages + 1, below + fresh.get_descendant_count()
            services.throw_away(fresh, user)
        return pages, below

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """What was done."""
        pages = self.get_parent_page_text(num_parent_objects)
        more = f" with {self.get_child_page_text(num_child_objects)}" if num_child_objects else ""
        return f"{pages}{more} put in the bin, where they stay for 30 days."
