"""A Markdown text as our blocks."""

import re
from collections.abc import Callable
from typing import Protocol

from transfer.markdown import headings, lists, pictures, quotes, special, tags, tree
from transfer.markdown.inline import Inset, Picture, Piece, pieces
from transfer.markdown.model import (
    Block,
    Body,
    Item,
    Line,
    Link,
    Prose,
    Run,
)
from transfer.markdown.parser import to_html
from transfer.markdown.prose import goes_on, tidy
from transfer.markdown.source import one_line, shorten
from transfer.markdown.tables import LONGEST_CAPTION, Table
from transfer.markdown.tree import INLINE, Node, parse
from transfer.report import Met

LONGEST_TITLE = 255
_TOC = re.compile(r"^(\[\[?_?toc_?\]\]?|\{:toc\})$", re.IGNORECASE)
_WRAPPERS = frozenset("div section article main header aside footer nav center".split())
_HEADING = re.compile(r"^h[1-6]$")
_MARK = r"[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))"
_DEEP = re.compile(rf"^((?:{_MARK}){{40}})(?:{_MARK})+", re.MULTILINE)

Tell = Callable[[Met, int, str], None]


class Finder(Protocol):
    """Finds what a text points at among the files of its tree."""

    def picture(self, src: str, line: int) -> str | Link | None:
        """An image's path; a link to show in its place; or None, and the problem is told."""

    def document(self, href: str) -> str | None:
        """The path of a file that a link leads to, if it is one to attach."""


def convert(text: str, finder: Finder, tell: Tell, *, title: str = "") -> Body:
    """The blocks of a Markdown text. Line numbers count from its first line.

    A heading of level 1 at the top that repeats the page's title, or gives one to a page without,
    is taken out: the title stands above the body.
    """
    text, deep = _DEEP.subn(r"\1", text)
    if deep:
        tell(Met.LAYOUT, 1, "Lists or quotations deeper than 40 levels were made less deep.")
    source = tags.clean(text, lambda line, what: tell(Met.TEMPLATE, line, what))
    html = to_html(source, lambda line, what: tell(Met.HTML, line, what))
    return Converter(finder, tell, source.split("\n")).body(parse(html), title)


class Converter:
    """Walks the tree of one text."""

    def __init__(self, finder: Finder, tell: Tell, source: list[str]) -> None:
        self.finder = finder
        self.tell = tell
        self.source = source
        self.level = 1
        self.marks: list[tuple[str, Item | None]] = []
        self.heading_ids: dict[int, list[str]] = {}

    def body(self, root: Node, title: str) -> Body:
        """Everything: blocks, levels, anchors."""
        items = special.captioned(self.items(root.children))
        body = Body()
        body.title = _title(items, title)
        if body.title:
            items.pop(0)
            body.anchors = dict.fromkeys(headings.names_of(body.title), "")
        places: dict[int, int] = {}
        for item in items:
            if isinstance(item, Block):
                body.blocks.append(item)
            elif (
                body.blocks
                and body.blocks[-1].block_type == "text"
                and goes_on(body.blocks[-1].value["prose"].lines, item)
            ):
                body.blocks[-1].value["prose"].lines.append(item)
            else:
                body.blocks.append(Block("text", {"prose": Prose([item])}, item.line))
            places[id(item)] = len(body.blocks) - 1
        for line, old, new in headings.settle_levels(body.blocks):
            self.tell(Met.HEADING, line, f"A heading of level {old} is now of level {new}.")
        ids = {
            at: self.heading_ids[id(block)]
            for at, block in enumerate(body.blocks)
            if id(block) in self.heading_ids
        }
        loose: dict[str, int] = {}
        for name, marked in self.marks:
            loose.setdefault(
                name, places.get(id(marked), 0) if marked is not None else len(body.blocks)
            )
        headings.settle_names(body, ids, loose)
        return body

    def items(self, children: list[Node | str]) -> list[Item]:
        """What some content becomes: lines and blocks, in order."""
        out: list[Item] = []
        loose: list[Node | str] = []
        skip = False
        for place, child in enumerate(children):
            if skip and isinstance(child, Node):
                skip = False
            elif isinstance(child, str) or child.tag in INLINE:
                loose.append(child)
            else:
                self._take(loose, out)
                loose = []
                follower = quotes.note_text(self.source, children, place)
                if follower is not None:
                    out.extend(quotes.note(self, child, follower))
                    skip = True
                else:
                    out.extend(self._marked(child))
        self._take(loose, out)
        return out

    def lines_of(self, found: list[Piece], line: int) -> list[Item]:
        """Text, with pictures and blocks where they stood."""
        out: list[Item] = []
        runs: list[Run] = []
        for piece in [*found, None]:
            if isinstance(piece, Run):
                runs.append(piece)
                continue
            settled = tidy(runs)
            runs = []
            if settled:
                out.append(Line("p", settled, line=line))
            if isinstance(piece, Picture):
                out.extend(pictures.picture(self, piece))
            elif isinstance(piece, Inset):
                out.extend(self.block(piece.node))
        return out

    def block(self, node: Node) -> list[Item]:
        """What one block element becomes."""
        if _HEADING.match(node.tag):
            return self._heading(node)
        handler = {
            "p": self._paragraph,
            "ul": self._list,
            "ol": self._list,
            "pre": self._code,
            "table": self._table,
            "blockquote": lambda n: quotes.quote(self, n),
            "figure": lambda n: special.figure(self, n),
            "figcaption": self._paragraph,
            "details": lambda n: special.details(self, n),
            "dl": lambda n: special.definitions(self, n),
            "iframe": lambda n: special.frame(self, n),
            "video": lambda n: special.media(self, n),
            "audio": lambda n: special.media(self, n),
            "div": lambda n: special.container(self, n),
            "section": lambda n: special.container(self, n),
            "summary": self._paragraph,
            "caption": self._paragraph,
            "legend": self._paragraph,
            "hr": lambda _n: [],
        }.get(node.tag)
        return handler(node) if handler else self.items(node.children)

    def shortened(self, text: str, limit: int, line: int, what: str) -> tuple[str, list[Item]]:
        """Text for a place with a limit; when it is cut, the whole as a paragraph too."""
        text = one_line(text)
        if len(text) <= limit:
            return text, []
        self.tell(
            Met.SHORTENED,
            line,
            f"{what} is longer than {limit} characters; it also stands in full.",
        )
        return shorten(text, limit), [Line("p", [Run(text)], line=line)]

    def _marked(self, node: Node) -> list[Item]:
        """A block, its names remembered as places that links may mean."""
        names: list[str] = []
        if node.tag in _WRAPPERS:
            names = [node.attrs["id"]] if "id" in node.attrs else []
        else:
            names = self._looked_at([node])
        out = self.block(node)
        self.marks.extend((name, out[0] if out else None) for name in names)
        return out

    def _take(self, loose: list[Node | str], out: list[Item]) -> None:
        """Text that stands between blocks, as a paragraph."""
        nodes = [child for child in loose if isinstance(child, Node)]
        self.marks.extend((name, None) for name in self._looked_at(nodes))
        found = list(pieces(loose))
        if any(not isinstance(piece, Run) or piece.text.strip() for piece in found):
            out.extend(self._text(found, nodes[0].line if nodes else 0))

    def _looked_at(self, nodes: list[Node]) -> list[str]:
        """The names of everything in some elements but headings; links without address are told."""
        names: list[str] = []
        for top in nodes:
            for node in [top, *top.find(*tree.ALLOWED)]:
                if not _HEADING.match(node.tag):
                    names += [node.attrs[key] for key in ("id", "name") if node.attrs.get(key)]
                is_name = node.attrs.get("id") or node.attrs.get("name")
                if (
                    node.tag == "a"
                    and not (node.attrs.get("href") or is_name)
                    and node.text.strip()
                ):
                    kind = Met.DEAD_LINK if "href" in node.attrs else Met.UNSAFE_LINK
                    words = one_line(node.text)[:80]
                    self.tell(
                        kind, node.line, f"“{words}” has no address that can be kept; its text was."
                    )
        return names

    def _paragraph(self, node: Node) -> list[Item]:
        return self._text(list(pieces(node.children)), node.line)

    def _text(self, found: list[Piece], line: int) -> list[Item]:
        """A paragraph, which may be something else: a film, files, a contents list."""
        runs = tidy(piece for piece in found if isinstance(piece, Run))
        if runs and all(isinstance(piece, Run) for piece in found):
            words = "".join(run.text for run in runs)
            if _TOC.match(words):
                return []
            film = pictures.film(runs, words, line)
            if film:
                return [film]
            files = pictures.files(self, [runs])
            if files:
                return [Block("documents", {"documents": files}, line)]
        return self.lines_of(found, line)

    def _list(self, node: Node) -> list[Item]:
        return lists.items(self, node)

    def _code(self, node: Node) -> list[Item]:
        inner = node.first("code")
        names = " ".join((inner or node).classes | node.classes)
        language = re.search(r"(?:language|lang|highlight)-([\w+#.-]+)", names)
        code = node.text.strip("\n").rstrip()
        value = {"code": code, "language": language[1][:40] if language else ""}
        return [Block("code", value, (inner or node).line or node.line)] if code.strip() else []

    def _table(self, node: Node) -> list[Item]:
        table = Table(node)
        block = table.block()
        out: list[Item] = []
        if len(table.caption) > LONGEST_CAPTION:
            _short, whole = self.shortened(table.caption, LONGEST_CAPTION, node.line, "A caption")
            out += whole
        if block:
            out.append(block)
        for picture in table.pictures:
            self.tell(Met.LAYOUT, node.line, "A picture in a table now stands below it.")
            out += pictures.picture(self, picture)
        return out

    def _heading(self, node: Node) -> list[Item]:
        found = list(pieces(node.children))
        text = one_line("".join(piece.text for piece in found if isinstance(piece, Run)))
        self.level = int(node.tag[1])
        out: list[Item] = []
        if text:
            short, whole = self.shortened(text, LONGEST_TITLE, node.line, "A heading")
            block = Block(
                "heading", {"text": short, "level": "2", "anchor": ""}, node.line, self.level
            )
            self.heading_ids[id(block)] = [node.attrs["id"]] if node.attrs.get("id") else []
            self.heading_ids[id(block)] += [
                n.attrs[key]
                for n in node.find("a", "span")
                for key in ("id", "name")
                if n.attrs.get(key)
            ]
            out += [block, *whole]
            links = tidy(piece for piece in found if isinstance(piece, Run) and piece.link)
            if links:
                self.tell(Met.LAYOUT, node.line, "A link in a heading now stands below it.")
                out.append(Line("p", links, line=node.line))
        rest: list[Piece] = [piece for piece in found if not isinstance(piece, Run)]
        return out + self.lines_of(rest, node.line)


def _title(items: list[Item], title: str) -> str:
    first = items[0] if items else None
    if not isinstance(first, Block) or first.block_type != "heading" or first.raw_level != 1:
        return ""
    words = str(first.value["text"])
    return words if not title or words.casefold() == one_line(title).casefold() else ""
