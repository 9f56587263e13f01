"""Web, mail and telephone addresses, written as HTML asks for them."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

ELSEWHERE = frozenset({"http", "https", "mailto", "tel"})
LONGEST = 2000
_PLACE = re.compile(r"([\w.~+:-]+@)?([\w.-]+|\[[0-9a-f:.]+\])(:\d*)?", re.IGNORECASE)
_LONE_PERCENT = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)
#: What may stand in a path, a query or a fragment as it is.
_SAFE = "/%:;=$&()+,!?*@'~"


def scheme_of(address: str) -> str:
    """An address's scheme, in lower case; "" for none and for what is no address."""
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return ""


def web_address(address: str) -> str | None:
    """The address with what it may not hold percent-encoded; None if it cannot be one.

    An address without a scheme that begins with `//` is one of https. A doubled `#`, as template
    engines leave behind, becomes one.
    """
    address = address.strip()
    try:
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        _port = parts.port  # raises if it is no number
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ELSEWHERE:
        return None
    if scheme in {"http", "https"} and not _PLACE.fullmatch(parts.netloc):
        return None
    path = re.sub(r"\s", "", parts.path) if scheme == "tel" else parts.path
    if scheme in {"mailto", "tel"} and (parts.netloc or path.startswith("/")):
        return None  # these have no host, and nobody's address begins with a slash
    fragment = parts.fragment.lstrip("#")
    rest = (_quoted(part) for part in (path, parts.query, fragment))
    written = urlunsplit((scheme, parts.netloc, *rest))
    return written if len(written) <= LONGEST else None


def _quoted(part: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", part), safe=_SAFE)
