"""A folder of Markdown as a tree of pages to be: which file is which page, and its address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from transfer.report import Met, Report

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
#: Larger files are not read: the longest page of a real handbook has 60 kB.
LARGEST = 2 * 1024 * 1024
MOST_FILES = 50_000
#: A folder's own page, in the order in which they are preferred.
INDEX = ("index", "_index", "readme")
#: Folders that hold files for pages, or what a generator needs, but no pages.
NOT_PAGES = frozenset("downloads node_modules vendor __pycache__".split())
#: Jekyll's folders whose files are pages of the folder above.
TRANSPARENT = frozenset({"_posts", "_drafts"})
_LANGUAGE = re.compile(r"[^\w-]+")
LONGEST_SLUG = 200


@dataclass
class Node:
    """A page to be."""

    slug: str
    parent: "Node | None"
    #: The path of its file in the tree, or of its folder with a slash at the end.
    key: str
    file: Path | None = None
    is_draft: bool = False
    #: For a folder's page, the folder's path in the tree.
    folder: str | None = None
    children: "dict[str, Node]" = field(default_factory=dict)

    @property
    def stands_in(self) -> str:
        """The folder in which its file lies: what relative paths start from."""
        return self.key.rpartition("/")[0]

    @property
    def address(self) -> str:
        """The path below --at, without slashes at the ends; "" for the tree's own page."""
        if self.parent is None:
            return ""
        above = self.parent.address
        return f"{above}/{self.slug}" if above else self.slug

    def walk(self) -> "Iterator[Node]":
        """This page and all below, parents first."""
        yield self
        for child in self.children.values():
            yield from child.walk()


class Scan:
    """One reading of a folder."""

    def __init__(self, root: Path, report: Report) -> None:
        self.root = root.resolve()
        self.report = report
        self.top = Node("", None, "/", folder="")
        #: Every file in the tree that is not a page, by its path.
        self.files: dict[str, Path] = {}
        self.count = 0

    def run(self) -> Node:
        """The tree's pages."""
        self._folder(self.root, self.top, PurePosixPath(), draft=False, depth=0)
        _prune(self.top)
        return self.top

    def _folder(
        self, path: Path, node: Node, below: PurePosixPath, *, draft: bool, depth: int
    ) -> None:
        """Read one folder into its page."""
        folders: list[Path] = []
        pages: list[Path] = []
        for entry in self._entries(path, below):
            if entry.is_dir():
                folders.append(entry)
            elif entry.suffix.lower() in MARKDOWN:
                pages.append(entry)
            else:
                self.files[str(below / entry.name)] = entry
        pages.sort(key=lambda file: (_index_rank(file), file.name))
        for file in pages:
            self._page(file, node, below, draft=draft)
        for folder in folders:
            inside = below / folder.name
            if folder.name in TRANSPARENT:
                self._folder(
                    folder, node, inside, draft=draft or folder.name == "_drafts", depth=depth + 1
                )
            elif folder.name.startswith(("_", ".")) or folder.name.lower() in NOT_PAGES:
                self._only_files(folder, inside)
            elif depth > 40:  # noqa: PLR2004 - deeper than any path that a system takes
                self.report.add(Met.UNUSABLE, str(inside), 0, "The folder lies too deep.")
            else:
                self._folder(
                    folder,
                    self._folder_page(folder, node, inside),
                    inside,
                    draft=draft,
                    depth=depth + 1,
                )

    def _page(self, file: Path, folder: Node, below: PurePosixPath, *, draft: bool) -> None:
        key = str(below / file.name)
        self.count += 1
        if self.count > MOST_FILES:
            self.report.add(Met.UNUSABLE, key, 0, f"There are more than {MOST_FILES} files.")
            return
        if _index_rank(file) < len(INDEX):
            if folder.file is not None:
                mine = folder.file.relative_to(self.root).as_posix()
                self._clash(key, f"{mine} is this folder's page already; this file was left out.")
                return
            folder.file, folder.key, folder.is_draft = file, key, draft
            return
        slug = self._slug(file.stem, key)
        other = folder.children.get(slug)
        if other is not None:
            self._clash(key, f"{other.key} has this address already; this file was left out.")
            return
        folder.children[slug] = Node(slug, folder, key, file, draft)

    def _folder_page(self, path: Path, parent: Node, below: PurePosixPath) -> Node:
        slug = self._slug(path.name, f"{below}/")
        node = parent.children.get(slug)
        if node is None:
            node = parent.children[slug] = Node(slug, parent, f"{below}/")
        node.folder = str(below)
        return node

    def _slug(self, name: str, key: str) -> str:
        """The tree's own name as far as an address can carry it."""
        slug = _LANGUAGE.sub("-", name).strip("-")[:LONGEST_SLUG] or "page"
        if slug != name:
            self.report.add(Met.ADDRESS, key, 0, f"Its address ends in “{slug}”.")
        return slug

    def _clash(self, key: str, message: str) -> None:
        self.report.add(Met.CLASH, key, 0, message)
        self.report.failed += 1

    def _entries(self, path: Path, below: PurePosixPath) -> list[Path]:
        """What lies in a folder: nothing hidden, nothing that leads out of the tree."""
        found: list[Path] = []
        try:
            names = sorted((entry.name for entry in path.iterdir()), key=natural)
        except OSError as error:
            self.report.add(
                Met.UNUSABLE, f"{below}/", 0, f"The folder cannot be read: {error.strerror}."
            )
            return found
        for name in names:
            entry = path / name
            if name.startswith(".") or "\udc80" <= max(name) <= "\udcff":
                continue
            if entry.is_symlink() and not self._stays_inside(entry):
                self.report.add(
                    Met.UNUSABLE,
                    str(below / name),
                    0,
                    "The link leads out of the tree, or back into itself.",
                )
            elif entry.is_dir() or entry.is_file():
                found.append(entry)
        return found

    def _stays_inside(self, link: Path) -> bool:
        """Whether a symbolic link leads to a file in the tree. Folders are not followed."""
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError):
            return False
        return target.is_file() and target.is_relative_to(self.root)

    def _only_files(self, path: Path, below: PurePosixPath) -> None:
        """Take in a folder's files, none of them as a page."""
        pages = 0
        for entry in self._entries(path, below):
            if entry.is_dir():
                self._only_files(entry, below / entry.name)
            else:
                self.files[str(below / entry.name)] = entry
                pages += entry.suffix.lower() in MARKDOWN
        if pages:
            what = f"{pages} Markdown files in a folder that holds no pages were left out."
            self.report.add(Met.LAYOUT, f"{below}/", 0, what)


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts play-2 before play-10."""
    parts = re.split(r"(\d{1,9})", name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _index_rank(file: Path) -> int:
    stem = file.stem.lower()
    return INDEX.index(stem) if stem in INDEX else len(INDEX)


def _prune(node: Node) -> bool:
    """Drop folders without a page in them. True if anything is left."""
    node.children = {slug: child for slug, child in node.children.items() if _prune(child)}
    return bool(node.file or node.children)
