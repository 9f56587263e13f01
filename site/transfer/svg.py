"""SVG from elsewhere, cleaned by an allow-list: drawings only, nothing that runs or fetches."""

from xml.etree.ElementTree import Element, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

LARGEST = 2 * 1024 * 1024
MOST_ELEMENTS = 20_000
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop clipPath mask pattern marker".split()
)
_ATTRIBUTES = frozenset(
    "id class x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox transform fill "
    "fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-miterlimit stroke-opacity opacity offset stop-color stop-opacity gradientUnits "
    "gradientTransform spreadMethod clip-path clip-rule clipPathUnits mask maskUnits "
    "maskContentUnits patternUnits patternContentUnits patternTransform markerWidth markerHeight "
    "markerUnits refX refY orient marker-start marker-mid marker-end preserveAspectRatio version "
    "font-family font-size font-weight font-style text-anchor dominant-baseline dx dy role "
    "aria-label aria-hidden href".split()
)


def clean(data: bytes) -> bytes | None:
    """The drawing without anything that is not a drawing; None if it is none."""
    if len(data) > LARGEST:
        return None
    try:
        root = fromstring(data)
        if root.tag != f"{_SVG}svg" or sum(1 for _ in root.iter()) > MOST_ELEMENTS:
            return None
        _clean(root)
        return bytes(tostring(root, encoding="utf-8", default_namespace=None))
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return None


def _clean(root: Element) -> None:
    todo = [root]
    while todo:
        element = todo.pop()
        for name in list(element.attrib):
            plain = name.removeprefix("{http://www.w3.org/1999/xlink}")
            if not _is_safe(plain, element.attrib[name]):
                del element.attrib[name]
        for child in list(element):
            if str(child.tag).removeprefix(_SVG) in _ELEMENTS:
                todo.append(child)
            else:
                element.remove(child)


def _is_safe(name: str, value: str) -> bool:
    squeezed = "".join(value.split()).lower()
    if name == "href":
        return squeezed.startswith("#")
    if "url(" in squeezed and "url(#" not in squeezed:
        return False
    return name in _ATTRIBUTES and "javascript:" not in squeezed
