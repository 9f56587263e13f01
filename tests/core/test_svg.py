"""An SVG that is kept draws and does nothing else."""

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from core import svg

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SHAPE = '<path d="M0 0h10v10z" fill="#c8102e"/>'


def cleaned(inside: str, attributes: str = "") -> str:
    return svg.clean(f"<svg {NS} {attributes}>{SHAPE}{inside}</svg>".encode()).decode()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        '<script href="https://evil.example/x.js"/>',
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></body></foreignObject>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<path d="M0 0" ONCLICK="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<use xlink:href="https://evil.example/x.svg#a"/>',
        '<use href="data:image/svg+xml;base64,AAAA#a"/>',
        '<image href="https://evil.example/track.png"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<iframe src="https://evil.example/"/>',
        '<path d="M0 0" fill="url(https://evil.example/x#a)"/>',
        '<path d="M0 0" style="fill:url(//evil.example/x)"/>',
        '<path d="M0 0" style="background-image:url(https://evil.example/x)"/>',
        '<style>@import url("https://evil.example/x.css");</style>',
        "<style>@import 'https://evil.example/x.css'; .a{fill:red}</style>",
        "<style>.a{fill:u\\72l(https://evil.example/x)}</style>",
        "<style>.a{fill:url(/**/https://evil.example/x)}</style>",
        "<style>@font-face{font-family:x;src:url(https://evil.example/x.woff)}</style>",
        '<style xmlns="">@import "https://evil.example/x.css";</style>',
        '<script xmlns="">alert(1)</script>',
        '<style xmlns="http://www.w3.org/1999/xhtml">@import "https://evil.example/x";</style>',
        '<g xml:base="https://evil.example/"><use href="#a"/></g>',
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<!-- --><handler>alert(1)</handler>",
    ],
)
def test_what_runs_or_fetches_is_gone(hostile: str) -> None:
    clean = cleaned(hostile, 'onload="alert(1)"')
    lowered = clean.lower()
    for word in ("alert", "evil", "script", "@", "onload", "foreignobject", "data:"):
        assert word not in lowered
    assert "M0 0h10v10z" in clean


def test_the_colours_that_drawing_programs_write_are_kept() -> None:
    clean = cleaned(
        "<defs><style>.cls-1{fill:#123f40;stroke-width:2px}.cls-2, .cls-3{fill:url(#g)}</style>"
        '<linearGradient id="g"><stop offset="0" style="stop-color:#fff;stop-opacity:.5"/></linearGradient></defs>'
        '<rect class="cls-1" width="3" height="3" style="fill: rgb(1, 2, 3); -inkscape-x: 1"/>'
        '<use xlink:href="#g"/>',
        'viewBox="0 0 10 10"',
    )
    for kept in (
        ".cls-1{fill:#123f40;stroke-width:2px}",
        ".cls-2, .cls-3{fill:url(#g)}",
        'style="stop-color:#fff;stop-opacity:.5"',
        'style="fill:rgb(1, 2, 3)"',
        'viewBox="0 0 10 10"',
        'xlink:href="#g"',
    ):
        assert kept in clean
    assert "inkscape" not in clean


def test_cleaning_twice_changes_nothing() -> None:
    once = cleaned("<style>.a{fill:red}</style><g><text x='1'>Härbour &amp; co</text></g>")
    assert svg.clean(once.encode()).decode() == once


def test_a_document_type_alone_is_no_harm() -> None:
    kind = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert "<path" in svg.clean(f"{kind}<svg {NS}>{SHAPE}</svg>".encode()).decode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<svg", "damaged"),
        (b"", "damaged"),
        (b"<html><script>alert(1)</script></html>", "does not begin with an svg"),
        (b"<svg><path d='M0 0'/></svg>", "does not begin with an svg"),
        (f"<svg {NS}><script>alert(1)</script></svg>".encode(), "nothing that can be shown"),
        (f"<svg {NS}><image href='x.png'/></svg>".encode(), "nothing that can be shown"),
        (
            f'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><svg {NS}>{SHAPE}<text>&c;</text></svg>'.encode(),
            "entities",
        ),
        (
            f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg {NS}><text>&a;</text></svg>'.encode(),
            "entities",
        ),
        (f"<svg {NS}>{'<g>' * 200}{SHAPE}{'</g>' * 200}</svg>".encode(), "nested too deeply"),
        (f"<svg {NS}>{SHAPE * 21_000}</svg>".encode(), "more than 20,000"),
        (f"<?xml version='1.0' encoding='klingon'?><svg {NS}>{SHAPE}</svg>".encode(), "damaged"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(svg.UncleanError, match=why):
        svg.clean(data)


@given(st.text(alphabet="<>&;:/(){}@#'\"= abcdefghijlnoprstuvx\\\n", max_size=80))
def test_no_style_gets_out_of_its_place(css: str) -> None:
    escaped = css.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    clean = cleaned(f'<style>{escaped}</style><path d="M0 0" style="{escaped}"/>')
    words = "".join(
        (element.text or "") + element.get("style", "") for element in fromstring(clean).iter()
    ).lower()
    assert "@" not in words
    assert "\\" not in words
    assert words.count("url(") == words.count("url(#") + words.count("url('#") + words.count(
        'url("#'
    )
