"""A text as a page shows it: everything escaped, addresses and mentions as links, lines as typed."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

_ADDRESS = re.compile(r"https?://[^\s<>\"“”‘’`{}|\\^]+", re.IGNORECASE)
#: A sentence's own signs, at the end of an address.
_SENTENCE = ".,;:!?'*_~"
_PAIRS = {")": "(", "]": "["}
#: How much of an address is shown after its host.
_SHOWN = 40


def draw(text: str, people: Mapping[str, str] | None = None) -> SafeString:
    """The text in paragraphs. `people` gives the addresses of who is mentioned, by name; empty for who has none."""
    names = _names(people or {})
    paragraphs = (_lines(part, names, people or {}) for part in text.split("\n\n") if part.strip())
    return mark_safe("".join(f"<p>{part}</p>" for part in paragraphs))  # noqa: S308 - escaped piece by piece


def excerpt(text: str, most: int = 140) -> str:
    """The first words, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def _lines(text: str, names: re.Pattern[str] | None, people: Mapping[str, str]) -> str:
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found.group())
        link = _link(address)
        if link is None:
            continue
        parts += [_named(text[end : found.start()], names, people), link]
        end = found.start() + len(address)
    parts.append(_named(text[end:], names, people))
    return "".join(parts).replace("\n", "<br>")


def _names(people: Mapping[str, str]) -> re.Pattern[str] | None:
    longest_first = sorted((name for name in people if name), key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<![\w@./])@({'|'.join(map(re.escape, longest_first))})(?!\w)")


def _named(text: str, names: re.Pattern[str] | None, people: Mapping[str, str]) -> str:
    if names is None:
        return conditional_escape(text)
    pieces = names.split(text)  # words, name, words, name, words
    return "".join(
        _mention(piece, people[piece]) if at % 2 else conditional_escape(piece)
        for at, piece in enumerate(pieces)
    )


def _mention(name: str, address: str) -> str:
    if not address:
        return format_html("@{}", name)
    return format_html('<a class="mention" href="{}">@{}</a>', address, name)


def _trimmed(address: str) -> str:
    """An address without the signs of the sentence that it stands in."""
    while address:
        last = address[-1]
        opening = _PAIRS.get(last)
        lonely = opening is not None and address.count(opening) < address.count(last)
        if last not in _SENTENCE and not lonely:
            break
        address = address[:-1]
    return address


def _link(address: str) -> SafeString | None:
    """A link that says where it leads: its whole host, in letters that are what they look like."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:  # UnicodeError is one
        return None
    if not host or "@" in parts.netloc:
        return None
    place = host if port is None else f"{host}:{port}"
    rest = address[len(parts.scheme) + 3 + len(parts.netloc) :]
    shown = rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN]}…"
    return format_html(
        '<a href="{}" rel="nofollow noopener ugc">{}</a>',
        f"{parts.scheme.lower()}://{place}{rest}",
        f"{place}{'' if shown == '/' else shown}",
    )
