"""What the agency's files say, read without any of the importer's code."""

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

LINK = re.compile(
    r"(?<!!)\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\]\(\s*<?([^)\s>]+)|<a\s[^>]*href=[\"']([^\"']+)", re.I
)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.S | re.M)
TEMPLATE = re.compile(r"{{.*?}}|{%.*?%}")


@dataclass(frozen=True)
class File:
    """A Markdown file: where it is, what its front matter says, its text."""

    path: str
    front: dict[str, Any]
    text: str

    @property
    def address(self) -> str:
        """Where its page stands below the tree's own, without slashes at the ends."""
        return self.path.removesuffix(".md").removesuffix("/index").removesuffix("index")


def read(tree: Path) -> list[File]:
    """Every Markdown file of a tree."""
    files = []
    for path in sorted(tree.rglob("*.md")):
        parts = re.match(r"\A---\s*\n(.*?)\n---\s*\n(.*)\Z", path.read_text("utf-8-sig"), re.S)
        front = yaml.safe_load(parts[1].replace("\t", " ")) if parts else {}
        text = parts[2] if parts else path.read_text("utf-8-sig")
        files.append(File(path.relative_to(tree).as_posix(), front, text))
    return files


def names(files: list[File]) -> set[str]:
    """Every way in which a link may name one of the files, in lower case and without end slashes."""
    found = set()
    for file in files:
        found |= {file.address, file.path}
        if post := re.match(r"(\d{4})-(\d\d?)-(\d\d?)-(.+)", file.address):
            year, month, day, slug = post.groups()
            found.add(f"{year}/{int(month):02}/{int(day):02}/{slug}")
        old = file.front.get("redirect_from") or []
        found |= {str(one).strip("/") for one in ([old] if isinstance(old, str) else old)}
    return {name.lower() for name in found} - {""}


def links_between(file: File, known: set[str]) -> int:
    """How many of a file's links lead to another file of the tree, or to an old address of one."""
    text = CODE.sub("", file.text)
    hrefs = [first or second for first, second in LINK.findall(text)]
    return sum(any(one in known for one in _targets(href, file)) for href in hrefs)


def _targets(href: str, file: File) -> set[str]:
    """The names that an address may mean: from the root, from the file's folder, from its page."""
    try:
        parts = urlsplit(TEMPLATE.sub("", href))
    except ValueError:
        return set()
    if parts.scheme or parts.netloc or not parts.path:
        return set()
    path = unquote(parts.path)
    bases = [""] if path.startswith("/") else [posixpath.dirname(file.path), file.address]
    full = (posixpath.normpath(f"{base}/{path}").strip("/") for base in bases)
    return {name.lower().removesuffix(".html").removesuffix("/index") for name in full}
