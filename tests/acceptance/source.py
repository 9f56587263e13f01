"""What the agency's files say, read without any of the importer's code."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

LINK = re.compile(
    r"(?<!!)\[[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*\]\(\s*<?([^)\s>]+)|<a\s[^>]*href=[\"']([^\"']+)", re.I
)
REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s*(\S+)", re.M)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.S | re.M)
POST = re.compile(r"/?(\d{4})/(\d\d)/(\d\d)/([^/]+)/?$")


@dataclass(frozen=True)
class File:
    """A Markdown file: where it is, what its front matter says, its text."""

    path: str
    front: dict[str, Any]
    text: str


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
    """Every way in which a link may name one of the files, without slashes at its ends."""
    found = set()
    for file in files:
        name = file.path.removesuffix(".md").removesuffix("/index").removesuffix("index")
        found |= {name, file.path}
        if post := re.match(r"(\d{4})-(\d\d?)-(\d\d?)-(.+)", name):
            year, month, day, slug = post.groups()
            found.add(f"{year}/{int(month):02}/{int(day):02}/{slug}")
    return found - {""}


def links_between(file: File, known: set[str]) -> int:
    """How many of a file's links lead to another file of the tree."""
    text = CODE.sub("", file.text)
    hrefs = [first or second for first, second in LINK.findall(text)]
    return sum(_target(href) in known for href in hrefs)


def _target(href: str) -> str:
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return ""
    return parts.path.strip("/")
