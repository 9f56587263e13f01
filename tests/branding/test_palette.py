"""Whatever colours a brand has, everything can be read: held against the style sheet as it is served."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from branding import colour, palette
from branding.choices import Corners, Font
from branding.palette import BrandValues, derive, theme_css
from tests.branding import stylesheets
from tests.factories.branding import BrandFactory

HARD = ("#ffdd00", "#ffffff", "#000000", "#c8102e", "#7fd1ff", "#808080", "#ff69b4")

any_colour = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def served(brand_colour: str, accent: str) -> str:
    """The theme that the sign-in page of such a brand links, fetched by its address."""
    BrandFactory(colour=brand_colour, accent=accent).delete()
    BrandFactory(colour=brand_colour, accent=accent)
    client = Client()
    page = client.get("/accounts/login/").content.decode()
    address = re.search(r'href="(/theme/[^"]+\.css)"', page)
    assert address, "The page links no theme."
    response = client.get(address[1])
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("hard", HARD)
def test_a_hard_colour_is_readable_everywhere(hard: str) -> None:
    css = served(hard, hard)
    assert f"--brand: {hard};" in css
    assert stylesheets.failures(css) == []


@pytest.mark.django_db
@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
)
@given(any_colour, any_colour)
def test_any_colour_is_readable_everywhere_as_served(brand: str, accent: str) -> None:
    assert stylesheets.failures(served(brand, accent)) == []


@settings(deadline=None, max_examples=300)
@given(any_colour, any_colour)
@example("#767676", "#777777")  # where neither white nor black is far ahead
@example("#00ff00", "#0000ff")  # the corners of what a screen can show
def test_any_colour_is_readable_everywhere(brand: str, accent: str) -> None:
    assert stylesheets.failures(theme_css(BrandValues(brand, accent))) == []


@settings(deadline=None)
@given(any_colour)
def test_dark_links_are_comfortable(brand: str) -> None:
    scheme = derive(brand, brand).dark
    surfaces = (*palette.DARK.values(), scheme.tint)
    assert min(stylesheets.contrast(scheme.link, surface) for surface in surfaces) >= 6.5


@settings(deadline=None)
@given(any_colour)
def test_shades_keep_the_brands_hue(brand: str) -> None:
    own = colour.to_oklch(brand)
    schemes = (derive(brand, brand).light, derive(brand, brand).dark)
    for shade in (one for scheme in schemes for one in (scheme.link, scheme.solid)):
        other = colour.to_oklch(shade)
        if min(own.chroma, other.chroma) > 0.04:  # below, a hue is hardly seen, and 8 bits blur it
            turn = abs(own.hue - other.hue)
            assert min(turn, 2 * 3.14159265 - turn) < 0.1, (brand, shade)


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    assert derive("#0b5394", "#000000").light.link == "#0b5394"
    assert derive("#ffdd00", "#000000").dark.link == "#ffdd00"


@pytest.mark.parametrize("scheme", stylesheets.SCHEMES)
def test_the_surfaces_are_those_of_the_style_sheet(scheme: str) -> None:
    ours = palette.LIGHT if scheme == "light" else palette.DARK
    words = palette.LIGHT_TEXT if scheme == "light" else palette.DARK_TEXT
    theirs = stylesheets.tokens(scheme)
    surfaces = {name for name in theirs if name.startswith("--surface-")}
    assert {f"--surface-{name}": value for name, value in ours.items()} == {
        name: theirs[name] for name in surfaces
    }
    assert {f"--{name}": value for name, value in words.items()} == {
        name: theirs[name] for name in ("--text", "--text-muted")
    }


def test_the_style_sheets_own_colours_are_readable() -> None:
    assert stylesheets.failures(stylesheets.TOKENS.read_text(encoding="utf-8")) == []


def test_a_theme_sets_every_name_that_it_may() -> None:
    css = theme_css(BrandValues())
    assert css.startswith("@layer theme {")
    assert css.count("{") == css.count("}")
    assert set(re.findall(r"^    (--[\w-]+):", css, re.MULTILINE)) == {
        "--brand", "--on-brand", "--accent", "--on-accent", "--link", "--solid", "--on-solid",
        "--tint", "--line-strong", "--radius", "--font",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("corners", "radius"), [("square", "0px"), ("soft", "8px"), ("round", "12px")]
)
def test_corners_come_to_a_radius(corners: str, radius: str) -> None:
    assert f"--radius: {radius};" in theme_css(BrandValues(corners=Corners(corners)))


@pytest.mark.parametrize("font", [font for font in Font if font is not Font.SYSTEM])
def test_a_font_of_the_list_is_one_that_the_style_sheet_loads(font: Font) -> None:
    css = theme_css(BrandValues(font=font))
    family = re.search(r'--font: "([^"]+)"', css)
    assert family
    assert f'font-family: "{family[1]}"' in stylesheets.TOKENS.read_text(encoding="utf-8")


def test_the_system_font_loads_nothing() -> None:
    assert "--font: system-ui;" in theme_css(BrandValues(font=Font.SYSTEM))
