"""Running text between the database and the editor: what was stored comes back as it was.

Wagtail's own link knows a page, not a place on it. Ours carries `fragment`, which the importer
writes and `core.bodies` reads, through the editor and back. And a list that holds a list of the
other kind stays one list: the editor's exporter would part it there, and numbers begin again.
"""

from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter, link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    ExternalLinkElementHandler,
    PageLinkElementHandler,
)
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.exits.person import may_all_be_shown

#: The name of the attribute, in the database and in the editor.
FRAGMENT = "fragment"


class Converter(ContentstateConverter):
    """Wagtail's converter, with lists kept whole."""

    def to_database_format(self, contentstate_json: str) -> str:
        """The stored HTML. In the editor two lists of a kind never touch, so those that do are one."""
        html: str = super().to_database_format(contentstate_json)
        return html.replace("</ol><ol>", "").replace("</ul><ul>", "")


class Editor(DraftailRichTextArea):
    """Wagtail's editor of running text, with our converter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.converter = Converter(self.features)


class PageLinkHandler(PageLinkElementHandler):
    """A link to a page, and to a heading of it if it names one."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """What Wagtail keeps, and the fragment. Of a page that may not be shown, the id alone."""
        data: dict[str, Any] = super().get_attribute_data(attrs)
        if not may_all_be_shown([data["id"]]):
            data = {"id": data["id"], "url": None, "parentId": None}
        if attrs.get(FRAGMENT):
            data[FRAGMENT] = attrs[FRAGMENT]
        return data


def write_link(props: dict[str, Any]) -> Any:
    """The stored form of a link, with its fragment if it leads to a page."""
    element = link_entity(props)
    if props.get("id") is not None and props.get(FRAGMENT):
        element.attr[FRAGMENT] = str(props[FRAGMENT])
    return element


def keep_fragments(features: FeatureRegistry) -> None:
    """Have the editor keep the fragments of page links. Called after Wagtail's own features."""
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': PageLinkHandler("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": write_link}},
        },
    )
    kept = features.plugins_by_editor["draftail"]["link"].data["attributes"]
    if FRAGMENT not in kept:
        kept.append(FRAGMENT)
