"""Raw HTML between the Markdown, token by token, before the sanitiser sees the whole.

Here is decided what is *told*: scripts and handlers that are dropped, words in angle brackets that
were never HTML. What is *safe* is decided afterwards, by the allow-list in `tree`.
"""

import re
from collections.abc import Callable
from html import escape

Tell = Callable[[int, str], None]

#: Their content is not text: it goes with them.
RAW_TEXT = frozenset(
    "script style svg math template noscript noembed noframes object applet xmp plaintext head "
    "title textarea select datalist canvas".split()
)
KNOWN = RAW_TEXT | frozenset(
    "a abbr acronym address area article aside audio b base basefont bdi bdo big blink blockquote "
    "body br button caption center cite code col colgroup data dd del details dfn dialog dir div dl "
    "dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 header "
    "hgroup hr html i iframe image img input ins kbd label legend li link main map mark marquee menu "
    "meta meter nav nobr ol optgroup option output p param picture pre progress q rb rp rt rtc ruby s "
    "samp search section slot small source span strike strong sub summary sup table tbody td tfoot th "
    "thead time tr track tt u ul use var video wbr path symbol g image circle rect".split()
)
#: Dropped, and worth telling, though they hold no text.
TOLD = frozenset("embed form input link meta base frame frameset".split())
DEEPEST = 60
MOST_TAGS = 20_000

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:_.-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
)
_HANDLER = re.compile(r"[\s/\"'](on[a-z]{3,})\s*=", re.IGNORECASE)
_MARKDOWN = re.compile(r"!?\[[^\[\]]{0,1000}\]\([^()\s]+(?:\s+\"[^\"\n]*\")?\)")
_CODE = frozenset({"pre", "code"})


class RawHtml:
    """The raw HTML of one file."""

    def __init__(self, tell: Tell, inline: Callable[[str], str]) -> None:
        self.tell = tell
        self.inline = inline
        self.depth = 0
        self.tags = 0

    def block(self, html: str, line: int) -> str:
        """A piece of HTML that stands by itself, which may hold Markdown links and pictures."""
        html = self._without_raw_text(html, line)
        parts: list[str] = []
        end, in_code = 0, 0
        for tag in _TAG.finditer(html):
            parts.append(self._words(html[end : tag.start()], in_code))
            if tag["name"].lower() in _CODE:
                in_code = max(0, in_code + (-1 if tag["end"] else 1))
            at = line + html.count("\n", 0, tag.start())
            parts.append(self.tag(tag[0], at, mark=True))
            end = tag.end()
        parts.append(self._words(html[end:], in_code))
        return "".join(parts)

    def tag(self, html: str, line: int, *, mark: bool = False) -> str:
        """One tag. `mark` writes its line into it, for what is met later."""
        if html.startswith(("<!", "<?")):
            return ""
        match = _TAG.fullmatch(html)
        if match is None:
            return escape(html, quote=False)
        name = match["name"].lower()
        if name not in KNOWN:
            self.tell(line, f"{html[:60]} is no HTML and was kept as text.")
            return escape(html, quote=False)
        if name in RAW_TEXT or name in TOLD:
            if not match["end"]:
                self.tell(line, f"<{name}> was dropped.")
            return ""
        if match["end"]:
            self.depth = max(0, self.depth - 1)
            return html
        return self._opening(html, match, line, mark=mark)

    def _opening(self, html: str, match: re.Match[str], line: int, *, mark: bool) -> str:
        name = match["name"].lower()
        self.tags += 1
        if self.depth >= DEEPEST or self.tags > MOST_TAGS:
            self.tell(line, f"<{name}> was dropped: too many tags, or too deep in each other.")
            return ""
        for handler in _HANDLER.findall(match["rest"]):
            self.tell(line, f"The handler {handler.lower()} on <{name}> was dropped.")
        if name not in {"br", "img", "hr", "wbr", "col", "source", "track", "area"}:
            self.depth += 1
        return f'<{match["name"]} data-line="{line}"{html[1 + len(name) :]}' if mark else html

    @staticmethod
    def inside(name: str) -> str:
        """The name of the tag if its content is to be dropped with it, else an empty string."""
        match = _TAG.fullmatch(name)
        known = match is not None and not match["end"] and match["name"].lower() in RAW_TEXT
        return match["name"].lower() if match is not None and known else ""

    def _without_raw_text(self, html: str, line: int) -> str:
        if not any(f"<{name}" in html.lower() for name in RAW_TEXT):
            return html
        pattern = "|".join(sorted(RAW_TEXT))
        pair = re.compile(rf"<({pattern})\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)

        def drop(match: re.Match[str]) -> str:
            at = line + html.count("\n", 0, match.start())
            self.tell(at, f"<{match[1].lower()}> was dropped with what it holds.")
            return "\n" * match[0].count("\n")

        return pair.sub(drop, html)

    def _words(self, text: str, in_code: int) -> str:
        text = re.sub(r"<(?!!--)", "&lt;", text) if "<" in text else text
        if in_code or "](" not in text:
            return text
        return _MARKDOWN.sub(lambda match: self.inline(match[0]), text)
