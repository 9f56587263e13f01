"""SVG from elsewhere, cleaned by an allow-list: shapes and their colours, nothing that runs or fetches.

Drawing programs keep colours in `<style>` rules and `style` attributes, so these are read and written
anew, property by property, rather than dropped.
"""

import re
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

MOST_ELEMENTS = 20_000
DEEPEST = 100

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DRAWN = frozenset(
    f"{_SVG}{name}" for name in "use path rect circle ellipse line polyline polygon text".split()
)
_ELEMENTS = _DRAWN | frozenset(
    f"{_SVG}{name}"
    for name in "svg g defs symbol title desc style tspan linearGradient radialGradient stop clipPath"
    " mask pattern marker".split()
)
#: What may be said of a shape, as an attribute or in a style.
_STYLES = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray"
    " stroke-dashoffset stroke-miterlimit stroke-opacity opacity stop-color stop-opacity clip-path"
    " clip-rule mask color display visibility font-family font-size font-weight font-style"
    " letter-spacing text-anchor dominant-baseline isolation mix-blend-mode marker-start marker-mid marker-end".split()
)
_ATTRIBUTES = _STYLES | frozenset(
    "id class style x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox transform"
    " offset gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits"
    " patternUnits patternContentUnits patternTransform preserveAspectRatio markerWidth markerHeight markerUnits refX refY orient version dx dy role"
    " aria-label aria-hidden href".split()
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[\w\s.#,*>-]{1,500}")
_LOCAL_URL = re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)", re.IGNORECASE)
_UNSAFE = re.compile(
    r"[\\@<>{};]|url\s*\(|image\s*\(|image-set|expression|script\s*:|data\s*:", re.IGNORECASE
)

register_namespace("", _SVG[1:-1])
register_namespace("xlink", _XLINK[1:-1])


class UncleanError(ValueError):
    """Why a file is not a drawing that can be made safe, as the end of a sentence."""


def clean(data: bytes) -> bytes:
    """The drawing, without anything that is not one. Raises UncleanError where none is left."""
    try:
        root = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise UncleanError("it defines entities of its own") from error
    except (ParseError, ValueError, LookupError) as error:
        raise UncleanError("it is damaged, or is not an SVG at all") from error
    if root.tag != f"{_SVG}svg":
        raise UncleanError("it does not begin with an svg element")
    if sum(1 for _element in root.iter()) > MOST_ELEMENTS:
        raise UncleanError(f"it has more than {MOST_ELEMENTS:,} shapes")
    _clean_tree(root)
    if not any(element.tag in _DRAWN for element in root.iter()):
        raise UncleanError("nothing that can be shown is left once scripts and links are taken out")
    return bytes(tostring(root, encoding="utf-8"))


def _clean_tree(root: Element) -> None:
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise UncleanError("its shapes are nested too deeply")
        _clean_attributes(element)
        if element.tag == f"{_SVG}style":
            element.text = _clean_rules("".join(element.itertext()))
            element[:] = []
        for child in list(element):
            if child.tag in _ELEMENTS:
                waiting.append((child, depth + 1))
            else:
                element.remove(child)


def _clean_attributes(element: Element) -> None:
    for name, value in list(element.attrib.items()):
        plain = name.removeprefix(_XLINK)
        if plain == "style":
            element.attrib[name] = _clean_styles(value)
        elif plain == "href":
            if not value.strip().startswith("#"):
                del element.attrib[name]
        elif plain not in _ATTRIBUTES or not _is_safe(value):
            del element.attrib[name]


def _clean_rules(css: str) -> str:
    """A style sheet's plain rules; what is not one (`@import`, `@font-face`) goes."""
    rules = _RULE.findall(_COMMENT.sub("", css))
    kept = ((words.strip(), _clean_styles(styles)) for words, styles in rules)
    return "".join(
        f"{words}{{{styles}}}" for words, styles in kept if styles and _SELECTOR.fullmatch(words)
    )


def _clean_styles(text: str) -> str:
    pairs = (pair.partition(":") for pair in _COMMENT.sub("", text).split(";"))
    named = ((name.strip().lower(), value.strip()) for name, _colon, value in pairs)
    return ";".join(
        f"{name}:{value}" for name, value in named if name in _STYLES and _is_safe(value)
    )


def _is_safe(value: str) -> bool:
    """Whether it names nothing outside the drawing and cannot leave its place."""
    return not _UNSAFE.search(_LOCAL_URL.sub("", value))
