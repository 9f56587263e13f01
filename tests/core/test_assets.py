"""What every page loads: small, ours, and without anything inline."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from core.blocks.text import TONES

ROOT = settings.ROOT
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
LAYERS = ["reset", "tokens", "base", "layout", "parts", "print"]
#: Layers that only some pages link, on top of the others (docs/decisions/0015-people-styles.md), each by this template.
SECTIONS = {
    "home": "home/head.html",
    "people": "people/head.html",
    "news": "news/head.html",
    "search": "search/head.html",
    "events": "events/head.html",
    "talk": "conversations/head.html",
    "wall": "wall/head.html",
    "notifications": "notifications/head.html",
}
#: Scripts that every page loads; others are loaded where they are used.
EVERYWHERE = ["theme", "page", "suggest"]
#: What a page loads besides, where it is more than one script.
TOGETHER = [["talk", "wall"]]
KILOBYTE = 1000
MOST_CSS, MOST_JS = 12 * KILOBYTE, 8 * KILOBYTE
MOST_OF_A_SECTION = 3.5 * KILOBYTE
#: What a brand's own style sheet may add: it counts too.
THEME = 400
ELSEWHERE = re.compile(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]""", re.IGNORECASE)
#: Whose templates stand in the admin, which has a content policy of its own.
ADMIN = {"wagtailadmin", "branding"}
#: Mails, whose readers' programs know no style sheet of ours.
MAILS = {TEMPLATES / "notifications" / "letter.html"}
READING = [
    path
    for path in sorted(TEMPLATES.rglob("*.html"))
    if path.relative_to(TEMPLATES).parts[0] not in ADMIN and path not in MAILS
]


def name(path: Path) -> str:
    """A file as a test's name."""
    return str(path.relative_to(settings.ROOT))


def zipped(*paths: Path) -> int:
    """How many bytes the files are on their way to a browser, each zipped by itself."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_there_is_one_style_sheet_for_each_layer() -> None:
    layers = [*LAYERS, *SECTIONS]
    assert sorted(path.stem for path in (STATIC / "css").glob("*.css")) == sorted(layers)
    for layer in layers:
        assert f"@layer {layer} {{" in (STATIC / "css" / f"{layer}.css").read_text()


def test_the_style_sheets_hold_their_budget() -> None:
    sheets = {path.stem: zipped(path) for path in (STATIC / "css").glob("*.css")}
    assert sum(sheets[layer] for layer in LAYERS) + THEME <= MOST_CSS
    assert all(sheets[section] <= MOST_OF_A_SECTION for section in SECTIONS)


def test_the_style_sheet_of_a_section_is_linked_by_its_pages_alone() -> None:
    linked = {
        path for path in READING for section in SECTIONS if f"css/{section}.css" in path.read_text()
    }
    assert linked == {TEMPLATES / head for head in SECTIONS.values()}


def test_the_layers_have_their_order_before_any_of_them_is_filled() -> None:
    order = f"@layer reset, tokens, theme, base, layout, parts, {', '.join(SECTIONS)}, print;"
    assert (STATIC / "css" / "reset.css").read_text().index(order) < 100


def test_the_scripts_hold_their_budget() -> None:
    scripts = {path.stem: zipped(path) for path in (STATIC / "js").glob("*.js")}
    everywhere = sum(scripts.pop(script) for script in EVERYWHERE)
    for loaded in [*([script] for script in scripts), *TOGETHER]:
        assert everywhere + sum(scripts[script] for script in loaded) <= MOST_JS, loaded


@pytest.mark.parametrize(
    "path", [*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js"), *READING], ids=name
)
def test_nothing_names_another_host(path: Path) -> None:
    assert not ELSEWHERE.search(path.read_text()), path


@pytest.mark.parametrize("path", READING, ids=name)
def test_no_template_holds_a_script_a_style_or_a_handler(path: Path) -> None:
    page = BeautifulSoup(path.read_text(), "html.parser")
    assert not page.find("style")
    assert all(script.get("src") for script in page.find_all("script"))
    for tag in page.find_all(True):
        named = [key for key in tag.attrs if key == "style" or re.fullmatch(r"on[a-z]+", key)]
        assert not named, f"{path}: <{tag.name} {named}>"


def test_every_icon_that_is_named_is_in_the_sprite_and_no_other() -> None:
    sprite = BeautifulSoup((STATIC / "icons.svg").read_text(), "html.parser")
    drawn = {symbol["id"] for symbol in sprite.find_all("symbol")}
    words = "".join(path.read_text() for path in READING)
    named = set(re.findall(r'\{% icon "([\w-]+)"', words)) | {tone[1] for tone in TONES.values()}
    found = (ROOT / "site/core/found/documents.py", ROOT / "people/found.py")
    named |= {icon for path in found for icon in re.findall(r'icon="([\w-]+)"', path.read_text())}
    assert named == drawn


def test_every_file_that_a_style_sheet_names_is_here() -> None:
    for path in (STATIC / "css").glob("*.css"):
        for target in re.findall(r'url\("([^"]+)"\)', path.read_text()):
            assert (path.parent / target).resolve().is_file(), f"{path.name}: {target}"


def test_every_font_comes_with_its_licence() -> None:
    fonts = STATIC / "fonts"
    families = {
        path.stem.removesuffix("-ext").removesuffix("-latin") for path in fonts.glob("*.woff2")
    }
    assert families == {"public-sans", "source-sans-3", "atkinson-hyperlegible-next"}
    for family in families:
        assert "SIL Open Font License" in (fonts / f"{family}-OFL.txt").read_text()
    assert "ISC License" in (STATIC / "icons-LICENSE.txt").read_text()


def test_the_frame_links_the_layers_in_their_order_and_the_theme_after_the_tokens() -> None:
    html = render_to_string("base.html", {"brand": {"theme_url": "/theme/abc.css"}})
    links = BeautifulSoup(html, "html.parser").find_all("link", rel="stylesheet")
    sheets = [Path(link["href"]).stem for link in links]
    assert sheets == ["reset", "tokens", "abc", "base", "layout", "parts", "print"]
    for link in links:
        if not link["href"].startswith("/theme/"):
            assert finders.find(link["href"].removeprefix(settings.STATIC_URL))
