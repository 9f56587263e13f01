"""The sections that editors put the home page together from."""

from typing import Any

from django.db.models import TextChoices
from wagtail import blocks

from core.blocks import BodyBlock, CardBlock, settle_anchors
from core.blocks.text import LineBlock

GROUP_OWN, GROUP_WRITTEN = "Keeps itself up to date", "You write it"


class Place(TextChoices):
    """How wide a section is, and so where it stands on a wide screen."""

    WIDE = "wide", "Across the page"
    MAIN = "main", "In the wide column"
    SIDE = "side", "In the narrow column"


class Kind(TextChoices):
    """What a section shows: the names of its blocks."""

    TO_DO = "to_do", "For you to do"
    NEWS = "news", "Latest news"
    EVENTS = "events", "Coming up"
    WALL = "wall", "On the wall"
    MY_LINKS = "my_links", "My links"
    DEPARTMENTS = "departments", "Departments"
    CARDS = "cards", "Link cards"
    WORDS = "words", "Text"


#: Sections that keep themselves up to date stand on a page once.
ONCE = [kind.value for kind in Kind if kind not in {Kind.CARDS, Kind.WORDS}]


class PlaceBlock(blocks.ChoiceBlock):
    """Where a section stands on a wide screen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", Place.choices)
        kwargs.setdefault("default", Place.WIDE)
        kwargs.setdefault("label", "Width")
        kwargs.setdefault(
            "help_text",
            "Sections in the wide and the narrow column that follow one another stand side by side. "
            "On a phone each takes the whole width, those of the wide column first.",
        )
        super().__init__(search_index=False, **kwargs)


class SectionBlock(blocks.StructBlock):
    """What every section has: a heading and a width."""

    heading = LineBlock(max_length=80, help_text="Left empty, the usual one is shown.")
    place = PlaceBlock()

    class Meta:
        icon = "placeholder"
        group = GROUP_OWN
        label_format = "{label}"


def number(default: int, most: int, help_text: str) -> blocks.IntegerBlock:
    """How many things a section shows."""
    return blocks.IntegerBlock(
        default=default, min_value=1, max_value=most, label="How many", help_text=help_text
    )


class ToDoBlock(SectionBlock):
    """What waits for the reader."""

    number = number(5, 12, "The rest is behind a link.")

    class Meta:
        icon = "tick-inverse"
        label = "For you to do"
        description = (
            "What waits for the reader, such as a policy to confirm. Gone when nothing does."
        )
        preview_template = "home/previews/to_do.html"
        preview_value = {"heading": "", "number": 5, "place": Place.WIDE}


class NewsBlock(SectionBlock):
    """The lead story and those that follow it."""

    number = number(6, 13, "The lead story is one of them.")

    class Meta:
        icon = "doc-full"
        label = "News"
        description = "The lead story, and those that follow it, as the news desk orders them."
        preview_template = "home/previews/news.html"
        preview_value = {"heading": "", "number": 6, "place": Place.MAIN}


class EventsBlock(SectionBlock):
    """What comes up."""

    number = number(3, 12, "The next ones, those that have begun among them.")

    class Meta:
        icon = "calendar"
        label = "Events"
        description = "The next events, with day, time and place."
        preview_template = "home/previews/events.html"
        preview_value = {"heading": "", "number": 3, "place": Place.SIDE}


class WallBlock(SectionBlock):
    """The latest on the message wall."""

    number = number(3, 12, "The latest first.")

    class Meta:
        icon = "comment"
        label = "Wall"
        description = "The latest messages of the walls that the reader may see."
        preview_template = "home/previews/wall.html"
        preview_value = {"heading": "", "number": 3, "place": Place.SIDE}


class MyLinksBlock(SectionBlock):
    """The reader's own links."""

    number = number(8, 20, "The rest is behind a link.")

    class Meta:
        icon = "link"
        label = "My links"
        description = "The links that each person has chosen for themselves."
        preview_template = "home/previews/my_links.html"
        preview_value = {"heading": "", "number": 8, "place": Place.SIDE}


class DepartmentsBlock(SectionBlock):
    """The departments directly below the home page."""

    class Meta:
        icon = "group"
        label = "Departments"
        description = "Every department below the home page, each with what it is for."
        preview_template = "home/previews/departments.html"
        preview_value = {"heading": "", "place": Place.WIDE}


class CardsSectionBlock(blocks.StructBlock):
    """Cards under a heading."""

    heading = blocks.CharBlock(default="", max_length=80)
    cards = blocks.ListBlock(CardBlock(), min_num=1, collapsed=True, label="Cards")
    place = PlaceBlock()

    class Meta:
        icon = "grip"
        label = "Link cards"
        group = GROUP_WRITTEN
        template = "components/blocks/cards.html"
        label_format = "{heading}"
        description = "Boxes that lead to other pages, under a heading."
        preview_value = {
            "heading": "New here?",
            "cards": [
                {"url": "https://example.org/", "title": "Your first day", "text": "Where to be."},
                {"url": "https://example.org/", "title": "Get a pass", "text": "Bring a photo."},
            ],
            "place": Place.WIDE,
        }


class WordsBlock(blocks.StructBlock):
    """Text, pictures and whatever else a page may hold."""

    content = BodyBlock(required=True, label="Content")
    place = PlaceBlock()

    class Meta:
        icon = "pilcrow"
        label = "Text and more"
        group = GROUP_WRITTEN
        template = "components/blocks/words.html"
        description = "Text, headings, pictures, call-outs: whatever any page may hold."
        preview_value = {
            "content": [
                {"type": "heading", "value": {"text": "About this intranet", "level": "2"}},
                {
                    "type": "text",
                    "value": "<p>It belongs to all of us. Tell us what is missing.</p>",
                },
            ],
            "place": Place.WIDE,
        }


class SectionsBlock(blocks.StreamBlock):
    """The home page below its search, from top to bottom."""

    to_do = ToDoBlock()
    news = NewsBlock()
    events = EventsBlock()
    wall = WallBlock()
    my_links = MyLinksBlock()
    departments = DepartmentsBlock()
    cards = CardsSectionBlock()
    words = WordsBlock()

    class Meta:
        required = False
        block_counts = {kind: {"max_num": 1} for kind in ONCE}

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Give the headings within the texts their anchors."""
        cleaned = super().clean(value)
        self.settle(cleaned)
        return cleaned

    def settle(self, value: blocks.StreamValue) -> None:
        """Give each heading within the texts an anchor that no other has on the whole page."""
        texts = [child.value["content"] for child in value if child.block_type == Kind.WORDS]
        settle_anchors([block for text in texts for block in text])
