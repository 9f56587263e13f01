"""What is to be written: each page's kind, fields and blocks, before any database row."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from transfer.files import LineOf
from transfer.markdown.model import Block, Body
from transfer.tree import Node


class Kind(StrEnum):
    """The kinds of pages that a tree can hold, as `page_type` names them."""

    CONTENT = "content"
    DEPARTMENT = "department"
    NEWS_LIST = "news-list"
    NEWS = "news"
    POLICY_LIST = "policy-list"
    POLICY = "policy"


#: Lists hold entries of one kind; what stands in them is that kind unless it says otherwise.
ENTRIES = {Kind.NEWS_LIST: Kind.NEWS, Kind.POLICY_LIST: Kind.POLICY}
LISTS = {entry: kind for kind, entry in ENTRIES.items()}
#: Kinds without a text of their own.
BODILESS = frozenset(ENTRIES)
#: Kinds that are about topics.
ABOUT_TOPICS = frozenset({Kind.CONTENT, Kind.NEWS, Kind.POLICY})
#: `--as`: the kind of the tree's own page.
TOP = {"content": Kind.CONTENT, "news": Kind.NEWS_LIST, "policy": Kind.POLICY_LIST}


@dataclass
class Planned:
    """One page to be."""

    node: Node
    kind: Kind
    title: str
    source_digest: str = ""
    live: bool = True
    order: float = float("inf")
    #: Plain fields by name.
    fields: dict[str, Any] = field(default_factory=dict)
    #: StreamFields besides the body, as blocks whose links are still to be looked at.
    streams: dict[str, list[Block]] = field(default_factory=dict)
    body: Body = field(default_factory=Body)
    topics: list[str] = field(default_factory=list)
    #: The words by which the front matter names a department.
    department: str = ""
    #: The e-mail addresses of the authors and of the owner, where it is these that the front matter gives.
    author_mails: list[str] = field(default_factory=list)
    owner_mail: str = ""
    #: The path of the lead image in the tree, its credit and its words.
    lead_image: str = ""
    lead_credit: str = ""
    #: Addresses that the page had, as the source writes them.
    old_addresses: list[str] = field(default_factory=list)
    line_of: LineOf = field(default_factory=lambda: LineOf([], 0))

    @property
    def key(self) -> str:
        """The page's name in this import: its file's path, or its folder's with a slash."""
        return self.node.key

    @property
    def file(self) -> str:
        """The file to name in reports; a folder without one has none."""
        return self.node.key


def digest(*parts: str | bytes) -> str:
    """A name for the state of some texts."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


def kind_of(node: Node, above: Kind, wanted: str) -> Kind | None:
    """A page's kind: what its front matter says, else what fits below the page above.

    None if the front matter names a kind that there is not.
    """
    if wanted:
        name = wanted.strip().lower().replace("_", "-")
        return Kind(name) if name in set(Kind) else None
    if above in ENTRIES:
        return above if node.children else ENTRIES[above]
    return Kind.CONTENT


def fits(kind: Kind, above: Kind) -> bool:
    """Whether a page of one kind may stand directly below another."""
    if above in {Kind.NEWS, Kind.POLICY}:
        return False
    if above in ENTRIES:
        return kind in {above, ENTRIES[above]}
    if above is Kind.CONTENT:
        return kind is Kind.CONTENT
    return kind not in {Kind.NEWS, Kind.POLICY}
