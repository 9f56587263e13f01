"""HTML through the allow-list, as a small tree to walk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

INLINE = frozenset(
    "a abbr b bdi bdo big br button cite code del dfn em font i img input ins kbd label mark q s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)
BLOCK = frozenset(
    "address article aside audio blockquote caption center col colgroup dd details div dl dt "
    "fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr iframe legend li main nav ol p "
    "picture pre section source summary table tbody td tfoot th thead tr ul video".split()
)
ALLOWED = (INLINE | BLOCK) - {"button", "font", "input", "label", "picture"}
ATTRIBUTES = {
    "*": {"id", "class", "data-line"},
    "a": {"href", "name"},
    "img": {"src", "alt", "title"},
    "iframe": {"src", "title"},
    "video": {"src", "title"},
    "audio": {"src", "title"},
    "source": {"src"},
    "div": {"data-title", "data-source"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
VOID = frozenset({"br", "img", "hr", "wbr", "col", "source"})
DEEPEST = 60


@dataclass
class Node:
    """An element with what it holds, and the line it stands in as far as that is known."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)
    line: int = 0

    @property
    def classes(self) -> set[str]:
        """The names in its class attribute."""
        return set(self.attrs.get("class", "").split())

    @property
    def elements(self) -> "list[Node]":
        """The elements directly inside."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """All words inside, as they stand."""
        return "".join(
            child if isinstance(child, str) else "\n" if child.tag == "br" else child.text
            for child in self.children
        )

    def find(self, *tags: str) -> "Iterator[Node]":
        """Every element inside with one of these tags, in order."""
        for child in self.elements:
            if child.tag in tags:
                yield child
            yield from child.find(*tags)

    def first(self, tag: str) -> "Node | None":
        """The first element inside with this tag."""
        return next(self.find(tag), None)


def parse(html: str) -> Node:
    """The allowed part of some HTML. Addresses with a scheme that is not allowed are gone."""
    clean = nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
        clean_content_tags={"script", "style"},
    )
    builder = _Builder()
    builder.feed(clean)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    """Builds the tree of well-formed HTML; deeper than `DEEPEST` it goes on flat."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("div")
        self.stack = [self.root]
        self.too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        values = {name: value or "" for name, value in attrs}
        line = values.pop("data-line", "")
        node = Node(tag, values, [], int(line) if line.isdecimal() else self.stack[-1].line)
        if len(self.stack) > DEEPEST and tag not in VOID:
            self.too_deep += 1
            return
        self.stack[-1].children.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag in VOID:
            return
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        """Take words."""
        self.stack[-1].children.append(data)
