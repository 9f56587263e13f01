"""Markdown to HTML whose elements know their line. The dialects of the four site generators."""

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from transfer.markdown.rawhtml import RawHtml, Tell
from transfer.markdown.source import one_line

#: `::: name` … `:::`
CONTAINERS = (
    "steps", "cards", "contact", "documents", "image-left", "image-right", "note", "tip", "info",
    "warning", "important", "caution", "danger",
)  # fmt: skip
#: kramdown's and others' attributes, such as {: .button} and {#setup .wide}.
ATTRIBUTES = re.compile(r"\{:?[ \t]*(?:[#.][^{}\n]*|[\w-]+=[^{}\n]*|toc|:toc)\}|\{:[^{}\n]*\}")
_HEADING_ID = re.compile(r"[ \t]*\{:?[ \t]*(?P<attributes>[#.][^{}\n]*)\}[ \t]*$")
_ID = re.compile(r"#+([^\s{}.#][^\s{}]*)")


class Renderer(RendererHTML):
    """Writes raw HTML as `RawHtml` lets it through."""

    raw: RawHtml

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A block of HTML, with its own line in each tag."""
        token = tokens[idx]
        return self.raw.block(token.content, (token.map or [0])[0] + 1)

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """One tag in running text."""
        return self.raw.tag(tokens[idx].content, tokens[idx].meta.get("line", 0))


def to_html(text: str, tell: Tell) -> str:
    """The HTML of a Markdown text. `tell` hears what HTML was dropped, by line from 1."""
    md = _markdown()
    inner = _markdown()
    raw = RawHtml(tell, lambda words: str(inner.renderInline(words)))
    md.renderer.raw = raw  # type: ignore[attr-defined]
    inner.renderer.raw = raw  # type: ignore[attr-defined]
    return str(md.render(text))


def plain(text: str) -> str:
    """The words of a short Markdown text on one line, without its marks."""
    html = to_html(text, lambda _line, _what: None)
    return one_line(unescape(re.sub(r"<[^>]*>", "", html)))


def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}, renderer_cls=Renderer)
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(deflist_plugin).use(admon_plugin).use(gfm_autolink_plugin)
    for name in CONTAINERS:
        md.use(container_plugin, name=name, validate=_named(name), render=_container)
    # Every address comes through here, so that what is not allowed can be told; `tree` drops it.
    md.validateLink = _any_address  # type: ignore[method-assign,assignment]
    md.core.ruler.push("corridor_lines", _lines)
    md.core.ruler.push("corridor_attributes", _attributes)
    md.core.ruler.push("corridor_raw_text", _raw_text)
    return md


def _any_address(_url: str) -> bool:
    return True


def _named(name: str) -> Callable[..., bool]:
    return lambda params, *_args: params.strip().split(" ", 1)[0].lower() == name


def _container(
    renderer: RendererHTML, tokens: Sequence[Token], idx: int, options: Any, env: Any
) -> str:
    token = tokens[idx]
    if token.nesting == 1:
        name, _, title = token.info.strip().partition(" ")
        token.attrSet("class", f"corridor-{name.lower()}")
        token.attrSet("data-title", title.strip())
    return renderer.renderToken(tokens, idx, options, env)


def _lines(state: StateCore) -> None:
    """Write each block's line into it, and the source of a contact, which is YAML."""
    source = state.src.split("\n")
    for token in state.tokens:
        if token.map is None:
            continue
        if token.nesting >= 0 and token.type not in {"inline", "html_block"}:
            token.attrSet("data-line", str(token.map[0] + 1))
        if token.type == "container_contact_open":
            token.attrSet("data-source", "\n".join(source[token.map[0] + 1 : token.map[1]]))
        for child in token.children or ():
            child.meta["line"] = token.map[0] + 1


def _attributes(state: StateCore) -> None:
    """Take attributes in braces out of the text; keep a heading's id."""
    for place, token in enumerate(state.tokens):
        if token.type != "inline" or "{" not in token.content:
            continue
        children = token.children or []
        before = state.tokens[place - 1] if place else None
        last = children[-1] if children else None
        if before is not None and before.type == "heading_open" and last and last.type == "text":
            match = _HEADING_ID.search(last.content)
            if match:
                last.content = last.content[: match.start()]
                named = _ID.search(match["attributes"])
                if named:
                    before.attrSet("id", named[1])
        for child in children:
            if child.type == "text" and "{" in child.content:
                child.content = ATTRIBUTES.sub("", child.content)


def _raw_text(state: StateCore) -> None:
    """Drop what stands between <script> and </script> and the like in running text."""
    for token in state.tokens:
        children = token.children or []
        if not any(child.type == "html_inline" for child in children):
            continue
        kept: list[Token] = []
        skip_to = -1
        for place, child in enumerate(children):
            if place <= skip_to:
                continue
            if child.type == "html_inline":
                skip_to = _closing(children, place)
            kept.append(child)
        token.children = kept


def _closing(children: list[Token], start: int) -> int:
    """The place of the tag that closes a raw-text element opened at `start`, or -1."""
    name = RawHtml.inside(children[start].content)
    if not name:
        return -1
    for place in range(start + 1, len(children)):
        child = children[place]
        if child.type == "html_inline" and child.content.lower().startswith(f"</{name}"):
            return place
    return -1
