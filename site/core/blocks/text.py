"""Words: running text, headings, quotations and code."""

from typing import Any

from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

#: What the editor of running text offers. Headings are blocks of their own, so that they get anchors.
PROSE_FEATURES = ["bold", "italic", "code", "link", "document-link", "ol", "ul"]
#: The same for small places such as a table's cell, where lists would not fit.
LINE_FEATURES = ["bold", "italic", "code", "link", "document-link"]


class LineBlock(blocks.CharBlock):
    """A line of text that may stay empty, and then is an empty text rather than nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **{"max_length": 255, "default": "", **kwargs})


class ProseBlock(blocks.RichTextBlock):
    """Running text. Its links are written out by core.bodies, all of a page's in one go."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PROSE_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        group = "Words"
        template = "components/blocks/prose.html"
        description = "Paragraphs, lists, links."
        preview_value = (
            "<p>You can take <b>25 days</b> of annual leave a year, and carry over five.</p>"
            "<ul><li>Ask your manager first.</li><li>Then book it in the leave system.</li></ul>"
        )


class LevelBlock(blocks.ChoiceBlock):
    """How deep a heading stands in the page."""

    choices = [("2", "Section"), ("3", "Part of a section"), ("4", "Detail")]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(search_index=False, **kwargs)


class HeadingValue(blocks.StructValue):
    """What the heading's template asks for."""

    @property
    def depth(self) -> str:
        """The heading's level, always one that editors may choose."""
        return self["level"] if self["level"] in dict(LevelBlock.choices) else "2"


class HeadingBlock(blocks.StructBlock):
    """A heading with an address of its own that stays when the words change."""

    text = blocks.CharBlock(default="", max_length=255, label="Heading")
    level = LevelBlock(
        default="2",
        label="Level",
        help_text="Sections come first, parts stand inside a section, details inside a part.",
    )
    anchor = blocks.RegexBlock(
        regex=r"^[\w-]+$",
        required=False,
        max_length=100,
        default="",
        label="Address on the page",
        help_text="Links to this heading end in it. Made for you from the heading, and kept when you "
        "reword the heading, so that links still work. Seldom worth changing.",
        error_messages={"invalid": "Use letters, digits and hyphens only, without spaces."},
    )

    class Meta:
        icon = "title"
        label = "Heading"
        group = "Words"
        template = "components/blocks/heading.html"
        description = "Starts a section; appears in the contents list."
        value_class = HeadingValue
        form_layout = BlockGroup(children=["text", "level"], settings=["anchor"])
        preview_value = {"text": "How to book leave", "level": "2", "anchor": "how-to-book-leave"}
        label_format = "{text}"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    text = blocks.TextBlock(
        default="", rows=3, label="Quotation", help_text="Without quotation marks."
    )
    attribution = LineBlock(label="Who said it")
    role = LineBlock(label="Their role")

    class Meta:
        icon = "openquote"
        label = "Quote"
        group = "Words"
        template = "components/blocks/quote.html"
        description = "Somebody's own words, with their name."
        label_format = "{attribution}: {text}"
        preview_value = {
            "text": "I found the form, filled it in and had an answer the same day.",
            "attribution": "Priya Nair",
            "role": "Caseworker, Harbour Licensing",
        }


class CodeBlock(blocks.StructBlock):
    """Commands or code, shown as typed."""

    code = blocks.TextBlock(default="", rows=6, label="Code")
    language = LineBlock(
        max_length=40, help_text="Shown above the code, such as “Python” or “Excel”. Optional."
    )

    class Meta:
        icon = "code"
        label = "Code"
        group = "Words"
        template = "components/blocks/code.html"
        description = "Commands or code, shown exactly as typed."
        preview_value = {"code": "ssh reports.internal\n./nightly --check", "language": "bash"}


class TitledTextBlock(blocks.StructBlock):
    """A title and some text: one step, or one part of an accordion."""

    title = blocks.CharBlock(default="", max_length=255, help_text="In a few words.")
    text = ProseBlock(required=False, help_text="Optional.")

    class Meta:
        icon = "list-ul"
        label = "Part"
        label_format = "{title}"


class StepsBlock(blocks.StructBlock):
    """What to do, in order."""

    steps = blocks.ListBlock(
        TitledTextBlock(label="Step"), min_num=1, collapsed=True, label="Steps"
    )

    class Meta:
        icon = "list-ol"
        label = "Steps"
        group = "Guidance"
        template = "components/blocks/steps.html"
        description = "What to do, in order, numbered for you."
        preview_value = {
            "steps": [
                {"title": "Tell your manager", "text": "<p>A message is enough.</p>"},
                {"title": "Book it", "text": "<p>Use the leave system.</p>"},
            ]
        }


class AccordionBlock(blocks.StructBlock):
    """Parts that open one by one; a browser does it, without JavaScript."""

    items = blocks.ListBlock(TitledTextBlock(), min_num=1, collapsed=True, label="Parts")

    class Meta:
        icon = "arrow-down"
        label = "Accordion"
        group = "Guidance"
        template = "components/blocks/accordion.html"
        description = "Questions and answers that open one by one. Good for what few people need."
        preview_value = {
            "items": [
                {"title": "Can I carry leave over?", "text": "<p>Yes, up to five days.</p>"},
                {"title": "What if I am ill on leave?", "text": "<p>Tell us: you get it back.</p>"},
            ]
        }


class ToneBlock(blocks.ChoiceBlock):
    """The named tones of a call-out; each has its colours in both schemes."""

    choices = [
        ("note", "Note: good to know"),
        ("tip", "Tip: makes it easier"),
        ("warning", "Warning: can go wrong"),
        ("important", "Important: must be done"),
    ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(search_index=False, **kwargs)


#: Each tone in one word, and its drawing in the sprite.
TONES = {
    "note": ("Note", "info"),
    "tip": ("Tip", "lightbulb"),
    "warning": ("Warning", "triangle-alert"),
    "important": ("Important", "circle-alert"),
}


class CalloutValue(blocks.StructValue):
    """What the call-out's template asks for."""

    @property
    def tone_word(self) -> str:
        """The tone in one word, for those who see neither colour nor icon."""
        return TONES.get(self["tone"], TONES["note"])[0]

    @property
    def icon(self) -> str:
        """The tone's drawing in the sprite."""
        return TONES.get(self["tone"], TONES["note"])[1]


class CalloutBlock(blocks.StructBlock):
    """A box that stands out, in one of a few named tones."""

    tone = ToneBlock(default="note", help_text="Gives the box its colour and its icon.")
    title = LineBlock(help_text="Left empty, the tone is the title: “Note”, “Warning”.")
    text = ProseBlock(help_text="Short: what people must know, and what to do.")

    class Meta:
        icon = "warning"
        label = "Call-out"
        group = "Guidance"
        template = "components/blocks/callout.html"
        description = "A box that stands out. Use few of them."
        label_format = "{title}"
        value_class = CalloutValue
        preview_value = {
            "tone": "warning",
            "title": "Before you travel abroad",
            "text": "<p>Tell the security desk ten working days ahead.</p>",
        }
