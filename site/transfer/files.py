"""The files that pages show and link to: found in the tree, looked at, and stored once each."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from django.conf import settings

from core import svg, uploads
from transfer.addresses import scheme_of, web_address
from transfer.markdown.model import Link, To
from transfer.report import Met, Report
from transfer.tree import MARKDOWN

T = TypeVar("T")


@dataclass(frozen=True)
class Usable:
    """A file that may be stored: its bytes' digest (as Wagtail's file_hash) and the name to give it."""

    path: Path
    digest: str
    name: str
    #: What is stored instead of the file's own bytes: a cleaned drawing.
    content: bytes | None = None


@dataclass
class Files:
    """All files of one tree."""

    root: Path
    known: dict[str, Path]
    report: Report
    #: What was looked at: a usable file, or the reason why it is none.
    images: dict[str, Usable | str] = field(default_factory=dict)
    documents: dict[str, Usable | str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name: dict[str, list[str]] = {}
        for path in self.known:
            self.by_name.setdefault(path.rsplit("/", 1)[-1].lower(), []).append(path)

    def find(self, address: str, folder: str) -> str | None:
        """The path in the tree of what an address means, seen from a file in `folder`.

        Tried: beside the file, at the tree's root, and the one file of that name in an image
        folder. ValueError for an address that leaves the tree.
        """
        path = unquote(urlsplit(address).path).replace("\\", "/")
        if "\x00" in path or not path.strip("/"):
            return None
        places = [path.lstrip("/")] if path.startswith("/") else [f"{folder}/{path}", path]
        escaped = 0
        for place in places:
            found = inside(place)
            if found is None:
                escaped += 1
            elif found in self.known:
                return found
        if escaped == len(places):
            raise ValueError(address)
        same = self.by_name.get(PurePosixPath(path).name.lower(), [])
        good = [
            found
            for found in same
            if found.startswith("_img/")
            or "/_img/" in found
            or found.lower().endswith(path.lower().lstrip("./"))
        ]
        return good[0] if len(good) == 1 else None

    def image(self, path: str) -> Usable | str:
        """An image of the tree if it can be used; else why not."""
        if path not in self.images:
            self.images[path] = _image(self.known[path])
        return self.images[path]

    def document(self, path: str) -> Usable | str:
        """A file of the tree if it can be attached; else why not."""
        if path not in self.documents:
            self.documents[path] = _document(self.known[path])
        return self.documents[path]


@dataclass
class PageFiles:
    """The files of a tree as one page sees them: what the converter asks."""

    files: Files
    folder: str
    file: str
    line_of: "LineOf"

    def picture(self, src: str, line: int) -> str | Link | None:
        """The path of a usable image; a link for what is kept as one; None for what is missing."""
        at = self.line_of(src, line)
        if scheme_of(src) in {"http", "https"} or src.startswith("//"):
            address = web_address(src)
            if address is None:
                self._tell(at, f"{src[:120]} is no web address.")
                return None
            self._tell(
                at,
                f"{src[:120]} lies elsewhere and is not fetched: its words are a link to it now.",
            )
            return Link(To.URL, address, line=at)
        try:
            path = self.files.find(src, self.folder)
        except ValueError:
            self._tell(at, f"{src[:120]} leads out of the tree.")
            return None
        if path is None:
            self._tell(at, f"{src[:120]} is not there.")
            return None
        if path.lower().endswith(".svg"):
            return self._drawing(path, at)
        found = self.files.image(path)
        if isinstance(found, str):
            self._tell(at, f"{src[:120]} {found}")
            return None
        return path

    def document(self, href: str) -> str | None:
        """The path of a file that a link leads to, if it can be attached. Tells nothing."""
        if scheme_of(href) or href.startswith(("#", "//")):
            return None
        try:
            path = self.files.find(href, self.folder)
        except ValueError:
            return None
        if path is None or Path(path).suffix.lower() in MARKDOWN:
            return None
        return path if isinstance(self.files.document(path), Usable) else None

    def _drawing(self, path: str, line: int) -> Link | None:
        found = self.files.document(path)
        if isinstance(found, str):
            self._tell(line, f"{path} {found}")
            return None
        self._tell(line, f"{path} is a drawing (SVG): cleaned, and kept as a file to open.")
        return Link(To.DOCUMENT, path, line=line)

    def _tell(self, line: int, message: str) -> None:
        self.files.report.add(Met.IMAGE, self.file, line, message)


class LineOf:
    """Finds the line of something in a file's text, from a line that is nearly right."""

    def __init__(self, lines: list[str], offset: int) -> None:
        self.lines = lines
        self.offset = offset

    def __call__(self, needle: str, near: int) -> int:
        """The line in the file, counted from its very top."""
        start = max(near - 1, 0)
        plain = unquote(needle)
        for at in range(start, min(start + 400, len(self.lines))):
            if needle in self.lines[at] or plain in self.lines[at]:
                return at + 1 + self.offset
        return max(near, 1) + self.offset


def inside(path: str) -> str | None:
    """A path without its dots; None if it leads out of the tree."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _image(path: Path) -> Usable | str:
    try:
        data = _read(path, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        extension = uploads.picture(path.name, data)
    except OSError as error:
        return f"cannot be read ({error.strerror})."
    except uploads.UnfitError as error:
        return str(error)
    return Usable(path, _sha1(data), f"{path.stem[:80]}.{extension}")


def _document(path: Path) -> Usable | str:
    try:
        data = _read(path, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
        if path.suffix.lower() == ".svg":
            return _drawing(path, data)
        uploads.document(path.name, data, or_picture=True)
    except OSError as error:
        return f"cannot be read ({error.strerror})."
    except uploads.UnfitError as error:
        return str(error)
    return Usable(path, _sha1(data), path.name[-90:])


def _drawing(path: Path, data: bytes) -> Usable | str:
    if len(data) > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        return "is too large a file."
    try:
        drawing = svg.clean(data)
    except svg.UncleanError as error:
        return f"cannot be used: {error}."
    uploads.scan(path.name, drawing)
    return Usable(path, _sha1(drawing), path.name[-90:], drawing)


def _read(path: Path, most: int) -> bytes:
    """A file's bytes, or of one that is too large as many as show it."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _sha1(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()
