"""Judged queries made of a handbook's own links, and a copy of it without those links.

A link's text is what its author calls the page that it leads to: a query with a known answer. An index of link
texts knows those answers, so they are asked of a copy in which just these links are cut.
"""

import posixpath
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from search.judged_files import Judged
from search.words import STOP_WORDS, folded_words
from tests.acceptance import source
from tests.acceptance.source import CODE, TEMPLATE, File

LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*[\"'])?\s*\)"
    r"|<a\s[^>]*?href=[\"']([^\"']+)[\"'][^>]*>(.*?)</a>",
    re.I | re.S,
)
MARKUP = re.compile(r"<[^>]+>|[*_`]+")
URL = re.compile(r"^(https?:|www\.|mailto:|/)|^\S+\.(gov|com|org|md|html)\S*$", re.I)
#: Texts that name nothing.
VAGUE = frozenset(
    "above|below|click here|details|follow these instructions|guide|guidance|here|in this guide|instructions|learn more"
    "|link|more|more details|more here|more info|more information|page|policy|read more|section|see|see here|see more"
    "|see this page|site|that page|the link|the page|these instructions|these steps|this|this document|this form"
    "|this guide|this handbook page|this link|this list|this page|this section|this site|this step".split(
        "|"
    )
)
LONGEST = 12


@dataclass
class Links:
    """The queries that links give: what each text leads to, by how many links, and how texts are written."""

    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    written: dict[str, str] = field(default_factory=dict)

    def judged(self) -> list[Judged]:
        """The set `links`."""
        return [
            Judged("links", self.written[key], tuple(page for page, _n in pages.most_common()))
            for key, pages in sorted(self.answers.items())
        ]


def link_queries(files: list[File]) -> Links:
    """The texts of all links from one page to another one."""
    found, pages = Links(), _pages(files)
    for file in files:

        def keep(text: str, href: str, whole: str, file: File = file) -> str:
            words, target = _text(text), _target(href, file, pages)
            if target is not None and target != address_of(file) and _tells(words):
                key = " ".join(folded_words(words))
                found.answers[key][target] += 1
                found.written.setdefault(key, words)
            return whole

        _each_link(file.text, keep)
    return found


def cut(tree: Path, copy: Path) -> int:
    """Copy the tree with the links that give queries cut: their text stays. Gives how many there were."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(tree, copy)
    files = source.read(tree)
    pages, count = _pages(files), 0
    for file in files:

        def part(text: str, href: str, whole: str, file: File = file) -> str:
            nonlocal count
            target = _target(href, file, pages)
            if target is None or target == address_of(file) or not _tells(_text(text)):
                return whole
            count += 1
            return text

        written = (tree / file.path).read_text("utf-8-sig")
        head = written[: len(written) - len(file.text)]
        (copy / file.path).write_text(head + _each_link(file.text, part), "utf-8")
    return count


def address_of(file: File) -> str:
    """Where its page stands below the handbook."""
    return file.address.strip("/").replace(".", "-")


def _pages(files: list[File]) -> dict[str, str]:
    """The address of each page by every name that a link may use for it, in small letters."""
    found: dict[str, str] = {}
    for file in files:
        for name in source.names([file]):
            found.setdefault(name, address_of(file))
    for file in files:  # a page's own name goes before another one's old address
        found[file.address.lower()] = address_of(file)
    return found


def _target(href: str, file: File, pages: dict[str, str]) -> str | None:
    """The page that a link of a file leads to; None for none of the tree."""
    try:
        parts = urlsplit(TEMPLATE.sub("", href))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    bases = [""] if path.startswith("/") else [posixpath.dirname(file.path), file.address]
    for base in bases:
        full = posixpath.normpath(f"{base}/{path}").strip("/").lower()
        name = full.removesuffix(".html").removesuffix("/index")
        if name in pages:
            return pages[name]
    return None


def _each_link(text: str, change: Callable[[str, str, str], str]) -> str:
    """The text with each link outside code changed: `change` is given its text, its address, all of it."""

    def apply(found: re.Match[str]) -> str:
        inner = found[1] if found[1] is not None else found[4]
        return change(inner, found[2] or found[3], found[0])

    parts, at = [], 0
    for code in CODE.finditer(text):
        if code[0].startswith("`") and not code[0].startswith("```") and _in_link(text, code):
            continue
        parts += [LINK.sub(apply, text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, LINK.sub(apply, text[at:])])


def _in_link(text: str, code: re.Match[str]) -> bool:
    """Whether some code is the text of a link."""
    return (
        text[code.start() - 1 : code.start()] == "[" and text[code.end() : code.end() + 2] == "]("
    )


def _text(text: str) -> str:
    return " ".join(MARKUP.sub("", text).split()).strip(" .,:;“”\"'")


def _tells(text: str) -> bool:
    """Whether a link's text names what it leads to."""
    words = folded_words(text)
    if not words or len(words) > LONGEST or "![" in text or URL.search(text):
        return False
    return " ".join(words) not in VAGUE and any(word not in STOP_WORDS for word in words)
