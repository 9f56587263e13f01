"""Ways onward: cards, documents and people to ask."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from core.blocks.text import LineBlock
from core.phones import dialled


class CardValue(blocks.StructValue):
    """What the card's template asks for."""

    @property
    def address(self) -> str:
        """The web address, if it is one that is safe to link to."""
        url = self.get("url") or ""
        return url if url.lower().startswith(("https://", "http://", "mailto:", "tel:")) else ""


class CardBlock(blocks.StructBlock):
    """One card: where it leads and what is there."""

    page = blocks.PageChooserBlock(
        required=False,
        help_text="A page of this intranet, or an address below. A card to a page is shown only to "
        "those who may see the page.",
    )
    url = blocks.URLBlock(
        required=False, default="", label="Web address", help_text="Only for places elsewhere."
    )
    title = LineBlock(max_length=120, help_text="Left empty, the page's own title is shown.")
    text = LineBlock(help_text="One sentence. Optional.")

    class Meta:
        icon = "link"
        label = "Card"
        template = "components/blocks/card.html"
        value_class = CardValue
        group = "Ways onward"
        description = "A box that leads to a page or to a web address."
        preview_template = "components/blocks/previews/card.html"
        preview_value = {
            "url": "https://example.org/",
            "title": "Book leave",
            "text": "See what you have left, and ask for days off.",
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """A card leads to one place, and a place elsewhere needs a title."""
        cleaned = super().clean(value)
        errors = {}
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            errors["page"] = ValidationError("Choose a page or give a web address: one of the two.")
        elif cleaned["url"] and not cleaned["title"]:
            errors["title"] = ValidationError("Say what is at that address.")
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return cleaned


class CardListBlock(blocks.StreamBlock):
    """Cards alone, as the items of a list that the page's template draws."""

    card = CardBlock()

    class Meta:
        required = False
        template = "components/blocks/card_list.html"


class CardsBlock(blocks.StructBlock):
    """A set of cards."""

    cards = blocks.ListBlock(CardBlock(), min_num=1, collapsed=True, label="Cards")

    class Meta:
        icon = "grip"
        label = "Link cards"
        group = "Ways onward"
        template = "components/blocks/cards.html"
        description = "Boxes that lead to other pages. Best in twos, threes or sixes."
        preview_value = {
            "cards": [
                {"url": "https://example.org/", "title": "Book leave", "text": "And see the rest."},
                {
                    "url": "https://example.org/",
                    "title": "Claim expenses",
                    "text": "In ten minutes.",
                },
            ]
        }


class DocumentItemBlock(blocks.StructBlock):
    """One file, under its own title or one for this place."""

    document = DocumentChooserBlock()
    title = LineBlock(help_text="Left empty, the document's own title is shown.")

    class Meta:
        icon = "doc-full-inverse"
        label = "Document"


class DocumentsBlock(blocks.StructBlock):
    """Files to download, each with its type and size."""

    documents = blocks.ListBlock(DocumentItemBlock(), min_num=1, label="Documents")

    class Meta:
        icon = "doc-full-inverse"
        label = "Documents"
        group = "Ways onward"
        template = "components/blocks/documents.html"
        description = "Files to download. Type and size are added for you."
        preview_template = "components/blocks/previews/documents.html"


class MailBlock(blocks.EmailBlock):
    """An e-mail address, which search finds."""

    def get_searchable_content(self, value: str | None) -> list[str]:
        """The address itself."""
        return [value] if value else []


class ContactValue(blocks.StructValue):
    """What the contact's template asks for."""

    @property
    def dial(self) -> str:
        """The number as a phone dials it: up to the first word, such as "ext."."""
        return dialled(self.get("phone") or "")


class ContactBlock(blocks.StructBlock):
    """Whom to ask, and how."""

    name = blocks.CharBlock(default="", max_length=255, help_text="A team, a desk or a person.")
    purpose = LineBlock(label="What for", help_text="What they can help with.")
    email = MailBlock(
        required=False,
        default="",
        label="E-mail",
        help_text="A team's mailbox outlasts a person's.",
    )
    phone = LineBlock(max_length=40)
    place = LineBlock(help_text="Where to find them.")
    hours = LineBlock(help_text="When they are there.")

    class Meta:
        icon = "user"
        label = "Contact"
        value_class = ContactValue
        group = "Ways onward"
        template = "components/blocks/contact.html"
        description = "Whom to ask, and how to reach them."
        label_format = "{name}"
        preview_value = {
            "name": "People desk",
            "purpose": "Pay, leave and pensions",
            "email": "people@example.org",
            "phone": "020 7946 0012",
            "place": "Third floor, Mariner House",
            "hours": "Monday to Friday, 9am to 5pm",
        }
