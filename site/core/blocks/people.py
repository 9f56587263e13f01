"""People whom a page names, as their profiles have them today."""

from typing import Any

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks.text import LineBlock


class NamedPersonBlock(SnippetChooserBlock):
    """A person, whom search finds by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("people.Person", **kwargs)

    def get_searchable_content(self, value: Any) -> list[str]:
        """The name."""
        return [value.name] if value else []


class PersonBlock(blocks.StructBlock):
    """Somebody to ask: their name, job and numbers are those of their profile, whenever it is read."""

    person = NamedPersonBlock(
        help_text="Name, job, phone and photo come from the profile, and change with it. Who has left "
        "is no longer shown."
    )
    purpose = LineBlock(label="What for", help_text="What they can help with. Optional.")

    class Meta:
        icon = "user"
        label = "Person"
        group = "Ways onward"
        template = "components/blocks/person.html"
        description = "Somebody to ask, with what their profile says."
        preview_template = "components/blocks/previews/person.html"
