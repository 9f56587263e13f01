"""A folder read whole: every page planned, every link looked up. Nothing is written."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

from transfer.fields import KNOWN, Filler
from transfer.files import Files, LineOf, PageFiles
from transfer.links import Links
from transfer.markdown import frontmatter
from transfer.markdown.convert import convert
from transfer.markdown.source import decode
from transfer.names import title_of
from transfer.plan import Kind, Planned, digest, fits, kind_of
from transfer.report import Met, Report
from transfer.settle import settle
from transfer.tree import LARGEST, Node, Scan, natural

logger = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]


class Reader:
    """Reads one tree."""

    def __init__(self, root: Path, at: str, top: Kind, report: Report, progress: Progress) -> None:
        self.root = root
        self.at = at
        self.top_kind = top
        self.report = report
        self.progress = progress
        self.pages: dict[str, Planned] = {}
        self.unused: dict[str, tuple[str, int]] = {}

    def read(self, site: Mapping[str, int]) -> dict[str, Planned]:
        """Every page of the tree by key, parents before children and siblings in their order."""
        scan = Scan(self.root, self.report)
        top = scan.run()
        self.files = Files(scan.root, scan.files, self.report)
        nodes = list(top.walk())
        self.report.files = sum(node.file is not None for node in nodes)
        for place, node in enumerate(nodes):
            self.progress("Reading", place, len(nodes))
            self._plan(node)
        self.progress("Reading", len(nodes), len(nodes))
        self._tell_unused()
        links = Links(self.pages, self.files, self.at, site, self.report)
        for page in self.pages.values():
            settle(page, links)
        return self._ordered(top)

    def _plan(self, node: Node) -> None:
        """Plan a page if its place is sound. One bad file is told and left out."""
        parent = self.pages.get(node.parent.key) if node.parent else None
        above = parent.kind if parent else None
        if parent is not None and parent.node.parent is None and self.at == "/":
            above = Kind.DEPARTMENT  # the home page holds what a department holds
        if node.parent is not None and above is None:
            self._leave(node, "The page above it could not be taken.")
            return
        text = self._text(node)
        if node.file is not None and text is None:
            if node.children:
                node.file, text = None, None
            else:
                return
        matter = frontmatter.split(text or "")
        for line, what in matter.faults:
            self.report.add(Met.FRONT_MATTER, node.key, line, what)
        kind = self._kind(node, above, matter)
        if kind is None:
            return
        page = Planned(node, kind, title_of(self._name(node)))
        page.source_digest = digest(text or "", kind)
        try:
            self._fill(page, matter)
        except Exception as error:
            logger.warning("%s could not be converted", node.key, exc_info=True)
            self._leave(node, f"It could not be converted ({type(error).__name__}).")
            return
        self.pages[node.key] = page

    def _name(self, node: Node) -> str:
        """What a page is called by its place: the last part of its address."""
        return node.slug or self.at.strip("/").rpartition("/")[2]

    def _fill(self, page: Planned, matter: frontmatter.FrontMatter) -> None:
        file = page.key
        offset = len(matter.head)
        page.line_of = LineOf(matter.body.split("\n"), offset)
        seen = PageFiles(self.files, page.node.stands_in, file, page.line_of)

        def tell(kind: Met, line: int, message: str) -> None:
            self.report.add(kind, file, max(line, 1) + offset, message)

        title = frontmatter.as_words(matter.values.get("title"))
        body = convert(matter.body, seen, tell, title=title)
        Filler(page, matter, self.report, seen).fill(body)
        for key in matter.values:
            if key not in KNOWN:
                first, count = self.unused.get(key, (file, 0))
                self.unused[key] = (first, count + 1)

    def _kind(self, node: Node, above: Kind | None, matter: frontmatter.FrontMatter) -> Kind | None:
        wanted = frontmatter.as_words(matter.values.get("page_type"))
        if above is None:
            kind = (
                kind_of(node, Kind.CONTENT, wanted) if wanted and self.at != "/" else self.top_kind
            )
        else:
            kind = kind_of(node, above, wanted)
        if kind is None:
            self.report.add(Met.FIELD, node.key, 1, f"There is no page_type “{wanted[:40]}”.")
            kind = kind_of(node, above or Kind.CONTENT, "")
        if kind is not None and above is not None and not fits(kind, above):
            self._leave(node, f"A page of type {kind} cannot stand below one of type {above}.")
            return None
        return kind

    def _text(self, node: Node) -> str | None:
        """What the file says; None, and told, if it cannot be read."""
        if node.file is None:
            return None
        try:
            size = node.file.stat().st_size
            if size > LARGEST:
                self._leave(
                    node,
                    f"It is larger than {LARGEST // 1024 // 1024} MB ({size / 1024 / 1024:.1f} MB).",
                )
                return None
            decoded = decode(node.file.read_bytes())
        except OSError as error:
            self._leave(node, f"It cannot be read: {error.strerror}.")
            return None
        for line, what in decoded.faults:
            self.report.add(Met.ENCODING, node.key, line, what)
        return decoded.text

    def _leave(self, node: Node, why: str) -> None:
        self.report.add(Met.UNUSABLE, node.key, 0, why)
        self.report.failed += node.file is not None

    def _tell_unused(self) -> None:
        for key, (first, count) in sorted(self.unused.items()):
            self.report.add(Met.UNUSED, first, 0, f"{key[:60]} (in {count} files)")

    def _ordered(self, top: Node) -> dict[str, Planned]:
        def visit(node: Node) -> dict[str, Planned]:
            """The page and all below it; nothing, for a folder of which nothing could be taken."""
            page = self.pages.get(node.key)
            if page is None:
                return {}
            children = [child for child in node.children.values() if child.key in self.pages]
            children.sort(key=lambda child: (self.pages[child.key].order, natural(child.slug)))
            below: dict[str, Planned] = {}
            for child in children:
                below |= visit(child)
            return {node.key: page, **below} if node.file or below else {}

        return visit(top)
