"""What a form or a history names besides the page that it is of: chosen things, links, earlier places.

A colleague may have put in what the person who edits now may not see, and a form that is sent back
with mistakes shows whatever id came with it. Such a thing keeps its place, without its name.

Wagtail has no hook for what a chosen thing is called, so one method of three widgets is wrapped.
"""

import functools
from typing import Any

from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.rich_text.contentstate import (
    DocumentLinkElementHandler,
    document_link_entity,
)
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.exits.person import may_all_be_shown, may_be_shown
from core.models import Document

CLOSED = "Closed to you"
#: The actions whose sentence names another page, and under what it is kept.
NAMING = (
    "wagtail.copy",
    "wagtail.create_alias",
    "wagtail.convert_alias",
    "wagtail.move",
    "wagtail.reorder",
)
OTHERS = ("source", "destination", "page")


def name_nothing_closed() -> None:
    """Have choosers leave out the name, the way and the look of what is closed. Twice is as once."""
    for chooser in (AdminPageChooser, AdminDocumentChooser, AdminImageChooser):
        theirs = chooser.get_value_data_from_instance
        if not hasattr(theirs, "names_nothing_closed"):
            chooser.get_value_data_from_instance = _unnamed(theirs)


def _unnamed(theirs: Any) -> Any:
    @functools.wraps(theirs)
    def get_value_data_from_instance(self: Any, instance: Any) -> dict[str, Any]:
        if may_be_shown(instance):
            data: dict[str, Any] = theirs(self, instance)
            return data
        return {
            "id": instance.pk,
            "edit_url": None,
            self.display_title_key: CLOSED,
            "preview": {"url": "", "width": 0, "height": 0},
            "default_alt_text": "",
            "parent_id": None,
        }

    get_value_data_from_instance.names_nothing_closed = True  # type: ignore[attr-defined]
    return get_value_data_from_instance


class DocumentLinkHandler(DocumentLinkElementHandler):
    """A link to a document in running text: to one that is closed, as to one that is gone."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """What Wagtail keeps, or the id alone."""
        data: dict[str, Any] = super().get_attribute_data(attrs)
        if "url" in data and not may_be_shown(Document.objects.get(pk=data["id"])):
            return {"id": data["id"]}
        return data


def link_to_nothing_closed(features: FeatureRegistry) -> None:
    """Have the editor of running text leave out the names of closed documents."""
    features.register_converter_rule(
        "contentstate",
        "document-link",
        {
            "from_database_format": {'a[linktype="document"]': DocumentLinkHandler("DOCUMENT")},
            "to_database_format": {"entity_decorators": {"DOCUMENT": document_link_entity}},
        },
    )


def tell_no_closed_places(actions: LogActionRegistry) -> None:
    """Have histories leave out the names of pages that may not be shown."""
    for action in NAMING:
        actions.formatters[action] = _Discreet(actions.formatters[action])


class _Discreet(LogFormatter):
    def __init__(self, theirs: LogFormatter) -> None:
        self.theirs, self.label = theirs, theirs.label

    def format_message(self, log_entry: PageLogEntry | ModelLogEntry) -> str:
        """Wagtail's sentence, or the action's name where it would name what is closed."""
        named = (log_entry.data.get(key) for key in OTHERS)
        numbers = {other["id"] for other in named if isinstance(other, dict) and other.get("id")}
        if may_all_be_shown(numbers - {getattr(log_entry, "page_id", None)}):
            return str(self.theirs.format_message(log_entry))
        return str(self.label)

    def format_comment(self, log_entry: PageLogEntry | ModelLogEntry) -> str:
        """Wagtail's."""
        return str(self.theirs.format_comment(log_entry))
