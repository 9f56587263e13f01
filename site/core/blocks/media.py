"""Pictures and film."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.images.blocks import ImageBlock

from core.blocks.text import LineBlock, ProseBlock


class PictureBlock(ImageBlock):
    """An image and what it shows, in words an editor would use."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        words = {
            "decorative": (
                "It is only decoration",
                "Tick if it says nothing that the text does not say. Screen readers then skip it.",
            ),
            "alt_text": (
                "What it shows",
                "One sentence for those who cannot see it, such as “A clerk stamps a licence”.",
            ),
        }
        for name, (label, help_text) in words.items():
            child = self.child_blocks[name]
            child.label = child.field.label = label
            child.field.help_text = help_text

    def clean(self, value: Any) -> Any:
        """Ask for words in the editor's own terms."""
        try:
            return super().clean(value)
        except blocks.StructBlockValidationError as error:
            if "alt_text" not in error.block_errors:
                raise
            message = "Say in a sentence what the picture shows, or tick “It is only decoration”."
            raise blocks.StructBlockValidationError(
                {"alt_text": ValidationError(message)}
            ) from error


class FigureBlock(blocks.StructBlock):
    """A picture with its caption; the credit comes from the image itself."""

    image = PictureBlock(label="Picture")
    caption = LineBlock(max_length=500, help_text="Shown below the picture. Optional.")

    class Meta:
        icon = "image"
        label = "Image"
        group = "Media"
        template = "components/blocks/figure.html"
        description = "A picture, with words for those who cannot see it."
        label_format = "{caption}"
        preview_value = {"image": None, "caption": "The new counter at Mariner House."}


class ImageTextBlock(blocks.StructBlock):
    """A picture beside some text."""

    image = PictureBlock(label="Picture")
    side = blocks.ChoiceBlock(
        choices=[("left", "Left"), ("right", "Right")],
        default="right",
        search_index=False,
        label="Picture on the",
        help_text="On a phone the picture comes first.",
    )
    text = ProseBlock()

    class Meta:
        icon = "doc-full"
        label = "Image with text"
        group = "Media"
        template = "components/blocks/image_text.html"
        description = "A picture beside some text."
        preview_value = {
            "image": None,
            "side": "right",
            "text": "<p>The reading room is open to all staff. Bring your pass and ask at the desk.</p>",
        }


def youtube(parts: tuple[str, str, str]) -> str:
    """The player's address for a YouTube link, or an empty string."""
    host, path, query = parts
    if host == "youtu.be":
        name = path.strip("/")
    elif path == "/watch":
        name = parse_qs(query).get("v", [""])[0]
    else:
        name = path.removeprefix("/embed/").removeprefix("/live/").strip("/")
    safe = name.replace("-", "").replace("_", "").isalnum()
    return f"https://www.youtube-nocookie.com/embed/{name}" if safe else ""


def vimeo(parts: tuple[str, str, str]) -> str:
    """The player's address for a Vimeo link, or an empty string."""
    name = parts[1].strip("/").removeprefix("video/")
    return f"https://player.vimeo.com/video/{name}" if name.isdigit() else ""


#: Whose links are taken, and how each becomes the address of a player.
VIDEO_SITES = {
    "www.youtube.com": youtube,
    "youtube.com": youtube,
    "m.youtube.com": youtube,
    "www.youtube-nocookie.com": youtube,
    "youtu.be": youtube,
    "vimeo.com": vimeo,
    "www.vimeo.com": vimeo,
    "player.vimeo.com": vimeo,
}


def player_address(url: str) -> str:
    """The https address of a film's player, or an empty string if the link is not on the list."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    site = VIDEO_SITES.get((parts.hostname or "").lower())
    if site is None or parts.scheme not in {"http", "https"}:
        return ""
    return site((parts.hostname or "", parts.path, parts.query))


class VideoValue(blocks.StructValue):
    """What the film's template asks for."""

    @property
    def player(self) -> str:
        """The player's address when this installation lets its host in, else an empty string."""
        address = player_address(self.get("url") or "")
        return address if urlsplit(address).hostname in settings.VIDEO_HOSTS else ""

    @property
    def address(self) -> str:
        """The film's address, if it is on the list."""
        url = self.get("url") or ""
        return url if player_address(url) else ""

    @property
    def site(self) -> str:
        """Where the film is, by name."""
        host = (urlsplit(self.address).hostname or "").lower()
        return "Vimeo" if VIDEO_SITES.get(host) is vimeo else "YouTube"


class VideoBlock(blocks.StructBlock):
    """A film elsewhere: title and link, and a player once the reader presses it."""

    title = blocks.CharBlock(default="", max_length=255, help_text="What the film shows.")
    url = blocks.URLBlock(
        default="", label="Address", help_text="A link to a film on YouTube or Vimeo."
    )
    transcript = ProseBlock(
        required=False, help_text="What is said, for those who cannot hear or play it."
    )

    class Meta:
        icon = "media"
        label = "Video"
        group = "Media"
        template = "components/blocks/video.html"
        description = "A film on YouTube or Vimeo. Nothing is fetched until a reader presses it."
        label_format = "{title}"
        form_layout = BlockGroup(
            children=[
                "title",
                "url",
                BlockGroup(["transcript"], heading="Transcript", classname="collapsed"),
            ]
        )
        value_class = VideoValue
        preview_value = {
            "title": "A walk through the new office",
            "url": "https://vimeo.com/76979871",
            "transcript": "<p>Welcome to Mariner House. We start at the front door.</p>",
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Take only links that lead to a film on a site of the list."""
        cleaned = super().clean(value)
        if not player_address(cleaned["url"]):
            message = "Use the address of one film on YouTube or Vimeo, as your browser shows it."
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned
