"""What a file's text becomes before anything is written: lines of running text, and blocks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Style(StrEnum):
    """The inline styles that the editor of running text keeps, in the order in which it nests them."""

    BOLD = "BOLD"
    CODE = "CODE"
    ITALIC = "ITALIC"


class To(StrEnum):
    """What a link leads to."""

    RAW = "raw"  # as written; not looked at yet
    URL = "url"
    PAGE = "page"  # target: a page's key
    DOCUMENT = "document"  # target: a file's path in the tree
    HERE = "here"  # a heading of the same page


@dataclass(frozen=True)
class Link:
    """Where a piece of text leads."""

    to: To
    target: str
    fragment: str = ""
    line: int = 0


@dataclass(frozen=True)
class Run:
    r"""A piece of text in one style. A line break is "\n"."""

    text: str
    styles: frozenset[Style] = frozenset()
    link: Link | None = None


@dataclass
class Line:
    """A paragraph (`p`), or an item of a list (`ul`, `ol`) at its depth and with its number."""

    kind: str
    runs: list[Run]
    depth: int = 0
    number: int = 0
    line: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass
class Prose:
    """Running text, such as a text block or a call-out holds."""

    lines: list[Line]


@dataclass(frozen=True)
class ImageRef:
    """A picture of the tree in one place: the file's path, and what it says there."""

    path: str
    alt: str = ""


@dataclass(frozen=True)
class DocumentRef:
    """A file of the tree."""

    path: str


@dataclass(frozen=True)
class Target:
    """Where a card leads, when links have been looked at: a page's key or a web address."""

    link: Link | None


@dataclass
class Block:
    """One block of ours. `block_type` and `value` are named as Wagtail names them."""

    block_type: str
    value: dict[str, Any]
    line: int = 0
    #: A heading's level in the source, before it is set right.
    raw_level: int = 0


Item = Line | Block


@dataclass
class Body:
    """A page's blocks, and every name by which links may know its headings."""

    blocks: list[Block] = field(default_factory=list)
    #: Fragment as written somewhere → the anchor here ("" for the top of the page).
    anchors: dict[str, str] = field(default_factory=dict)
    #: The heading of level 1 that the text began with and that was taken out, if it is the title.
    title: str = ""


def change(value: Any, visit: Callable[[Any], Any]) -> Any:
    """A copy of a block's value in which `visit` has replaced every leaf of this module's."""
    if isinstance(value, dict):
        return {key: change(item, visit) for key, item in value.items()}
    if isinstance(value, list):
        return [change(item, visit) for item in value]
    return visit(value)
