"""The guide for editors, shown in the CMS: a closed network reaches no other."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

#: Where the chapters are; those named here come first, in this order.
FOLDER: Path = settings.ROOT / "docs" / "editors"
FIRST = ("getting-started", "writing-a-page", "news", "policies", "departments")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_LINK = re.compile(r'href="([\w-]+)\.md(#[\w-]*)?"')


@dataclass(frozen=True)
class Chapter:
    """One file of the guide."""

    name: str
    title: str
    text: str

    @property
    def url(self) -> str:
        """Its address in the CMS."""
        return reverse("editors_guide", args=[self.name])

    @property
    def html(self) -> SafeString:
        """The chapter below its title, with links to other chapters."""
        html = MarkdownIt("commonmark", {"html": False}).enable("table").render(self.text)
        html = _LINK.sub(lambda link: f'href="../{link[1]}/{link[2] or ""}"', html)
        return mark_safe(html)  # noqa: S308 - from our own files, with HTML switched off


@lru_cache(maxsize=1)
def chapters() -> dict[str, Chapter]:
    """Every chapter by name, in the order of reading."""
    names = sorted(
        (path.stem for path in FOLDER.glob("*.md")),
        key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name),
    )
    return {name: _read(name) for name in names}


def show(request: HttpRequest, name: str = FIRST[0]) -> HttpResponse:
    """One chapter, beside the list of all."""
    chapter = chapters().get(name)
    if chapter is None:
        raise Http404
    context = {"chapter": chapter, "chapters": chapters().values(), "header_title": chapter.title}
    return render(request, "wagtailadmin/guide.html", context)


def _read(name: str) -> Chapter:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    title = _TITLE.search(text)
    return Chapter(name, title[1] if title else name, _TITLE.sub("", text, count=1))
