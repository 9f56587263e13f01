"""Every block as readers get it: its classes, its words, nothing that was slipped in."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from wagtail.blocks import StreamValue

from core.blocks import BodyBlock
from tests.factories.blocks import (
    HOSTILE,
    DocumentFactory,
    ImageFactory,
    as_stream,
    every_block,
    svg_image,
)
from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db

#: What the style sheet and the scripts count on, by block.
CONTRACT = {
    "text": ["div.prose > p > b", "div.prose > ul > li"],
    "heading": [
        "h2#booking-leave.heading",
        "h2.heading > a.heading__anchor[href='#booking-leave'] > svg",
        "a.heading__anchor > .visually-hidden",
    ],
    "image": [
        "figure.figure > img[src$='.webp'][srcset][sizes]",
        "figure.figure img[loading=lazy][width='640'][height='360'][alt][srcset]",
        "figure.figure > figcaption > .figure__credit",
    ],
    "image_text": [
        ".image-text.image-text--left > .image-text__picture > img",
        ".image-text > .image-text__text > .prose",
    ],
    "callout": [
        "aside.callout.callout--warning[role=note] > p.callout__title > svg",
        ".callout__title > .visually-hidden",
        ".callout > .callout__text > .prose",
    ],
    "steps": ["ol.steps > li.steps__item > p.steps__title", "li.steps__item > .prose"],
    "accordion": [".accordion > details.accordion__item > summary", "details > .prose"],
    "quote": ["figure.quote > blockquote", "figure.quote > figcaption"],
    "table": [
        ".table[tabindex='0'][role=region][aria-labelledby='table:1'] > table",
        "table > caption[id='table:1']",
        "thead th[scope=col]",
        "tbody th[scope=row]",
        "tbody td.number",
    ],
    "documents": ["ul.documents > li > a[linktype=document][id]"],
    "cards": [
        "ul.cards > li.card > a[linktype=page][id]",
        "ul.cards > li.card > a[href='https://example.org/a?b=1&c=2']",
        "li.card > p.card__text",
    ],
    "contact": [
        ".contact > p.contact__name",
        ".contact > p.contact__purpose",
        ".contact dl dt > svg",
        ".contact dl dt > .visually-hidden",
        "dd > a[href='mailto:people@example.org']",
        "dd > a[href='tel:02079460012']",
    ],
    "person": [".contact > p.contact__purpose"],
    "video": [
        ".video > p.video__title",
        ".video a[href='https://vimeo.com/76979871']",
        ".video > details > summary",
        ".video > details > .prose",
    ],
    "code": ["pre.code[tabindex='0'][role=group][aria-label] > code"],
}


def body_of(stream: list[dict[str, Any]]) -> StreamValue:
    return BodyBlock().to_python(stream)


def drawn(stream: list[dict[str, Any]]) -> BeautifulSoup:
    return BeautifulSoup(body_of(stream).render_as_block(), "html.parser")


@pytest.fixture
def draw(home: Any) -> Any:
    """Draw one block by name with some words in its text fields."""
    page, image, document = ContentPageFactory(), ImageFactory(), DocumentFactory()

    def draw_one(name: str, words: str = "Words") -> BeautifulSoup:
        return drawn([{"type": name, "value": every_block(page, image, document, words)[name]}])

    return draw_one


class TestEveryBlock:
    """Promises that each block makes."""

    def test_every_block_is_in_the_contract(self) -> None:
        assert set(CONTRACT) == set(BodyBlock().child_blocks)

    @pytest.mark.parametrize("name", CONTRACT)
    def test_it_keeps_to_the_contract_of_classes(self, draw: Any, name: str) -> None:
        soup = draw(name)
        missing = [selector for selector in CONTRACT[name] if not soup.select(selector)]
        assert not missing, soup

    @pytest.mark.parametrize("name", CONTRACT)
    def test_words_come_out_as_they_went_in(self, draw: Any, name: str) -> None:
        soup = draw(name, HOSTILE)
        assert not soup.find_all(["script", "iframe", "object"])
        assert not [tag for tag in soup.find_all(True) for key in tag.attrs if key.startswith("on")]
        assert not soup.select("img[src=x]")
        if name != "text":
            assert HOSTILE in soup.get_text() or soup.find(attrs={"alt": HOSTILE})

    @pytest.mark.parametrize("name", CONTRACT)
    def test_it_has_no_inline_style_and_only_headings_are_headings(
        self, draw: Any, name: str
    ) -> None:
        soup = draw(name)
        assert not soup.select("[style], style, script")
        assert bool(soup.find(re.compile("^h[1-6]$"))) == (name == "heading")

    @pytest.mark.parametrize("name", CONTRACT)
    def test_it_is_drawn_from_an_empty_value(self, home: Any, name: str) -> None:
        block = BodyBlock().child_blocks[name]
        html = block.bind(block.get_default()).render()
        assert "None" not in html


def test_a_body_with_every_block_is_valid_html(home: Any, html_errors: Any) -> None:
    page, image, document = ContentPageFactory(), ImageFactory(), DocumentFactory()
    values = every_block(page, image, document)
    html = body_of(as_stream(values) + as_stream({"table": values["table"]})).render_as_block()
    html = re.sub(r' linktype="\w+" id="\d+"', ' href="/"', html)
    frame = "<!doctype html><html lang=en><title>Body</title><main><h1>Body</h1>{}</main></html>"
    assert not html_errors(frame.format(html))


class TestPictures:
    """What an image block sends."""

    def test_a_srcset_names_each_width_once(self, draw: Any) -> None:
        for tag in draw("image").select("[srcset]"):
            widths = [part.split()[1] for part in tag["srcset"].split(",")]
            assert widths == ["640w", "480w"]

    def test_a_decorative_picture_has_an_empty_alternative(self, home: Any) -> None:
        picture = {"image": ImageFactory().pk, "decorative": True, "alt_text": ""}
        soup = drawn([{"type": "image", "value": {"image": picture, "caption": ""}}])
        assert soup.img["alt"] == ""

    def test_a_drawing_is_sent_as_it_is(self, home: Any) -> None:
        picture = {"image": svg_image().pk, "decorative": False, "alt_text": "A box"}
        soup = drawn([{"type": "image", "value": {"image": picture, "caption": ""}}])
        assert soup.img["src"].endswith(".svg")
        assert soup.img["alt"] == "A box"
        assert not soup.find("picture")

    def test_a_picture_that_is_gone_leaves_nothing(self, home: Any) -> None:
        picture = {"image": 999_999, "decorative": False, "alt_text": "A box"}
        assert (
            drawn([{"type": "image", "value": {"image": picture, "caption": "Cap"}}])
            .get_text()
            .strip()
            == ""
        )


class TestTables:
    """Heading cells are those with words."""

    @staticmethod
    def table(columns: list[str], rows: list[list[str]], **more: Any) -> BeautifulSoup:
        stored = {
            "columns": [{"type": "text", "heading": heading} for heading in columns],
            "rows": [{"values": row} for row in rows],
            "caption": "",
        }
        return drawn([{"type": "table", "value": {"table": stored, **more}}])

    def test_an_empty_heading_is_no_heading(self, home: Any) -> None:
        soup = self.table(["", "Rate"], [["<p></p>", "<p>1</p>"]], row_headers=True)
        assert [cell.name for cell in soup.thead.tr.find_all(True)] == ["td", "th"]
        assert [cell.name for cell in soup.tbody.tr.find_all(True, recursive=False)] == ["td", "td"]

    def test_a_table_without_headings_has_no_head(self, home: Any) -> None:
        assert self.table(["", ""], [["<p>a</p>", "<p>b</p>"]]).thead is None

    def test_a_table_without_a_caption_is_no_landmark(self, home: Any) -> None:
        region = self.table(["A"], [["<p>a</p>"]]).select_one(".table")
        assert (region["role"], region["aria-label"]) == ("group", "Table")

    def test_a_cell_of_one_paragraph_goes_without_its_tags(self, home: Any) -> None:
        soup = self.table(["A", "B"], [["<p>one</p>", "<p>one</p><p>two</p>"]])
        one, two = soup.tbody.find_all("td")
        assert (len(one.find_all("p")), len(two.find_all("p"))) == (0, 2)

    def test_the_caption_of_wagtails_own_table_counts_too(self, home: Any) -> None:
        stored = {"columns": [{"type": "text", "heading": "A"}], "rows": [], "caption": "Rates"}
        soup = drawn([{"type": "table", "value": {"table": stored, "caption": ""}}])
        assert soup.caption.get_text() == "Rates"


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("020 7946 0012", "02079460012"),
        ("+44 (0)20 7946-0012 ext. 4", "+442079460012"),
        ("ask reception", None),
        ("12", None),
    ],
)
def test_a_number_is_dialled_without_its_spaces(home: Any, phone: str, dialled: str | None) -> None:
    soup = drawn([{"type": "contact", "value": {"name": "Desk", "phone": phone}}])
    link = soup.select_one("a[href^='tel:']")
    assert (link["href"] if link else None) == (f"tel:{dialled}" if dialled else None)
    assert phone in soup.get_text()


@pytest.mark.parametrize("tone", ["note", "tip", "warning", "important"])
def test_a_call_out_says_its_tone_in_words(home: Any, tone: str) -> None:
    soup = drawn([{"type": "callout", "value": {"tone": tone, "title": "", "text": "<p>x</p>"}}])
    assert soup.select_one(".callout__title").get_text(strip=True) == tone.capitalize()


class TestVideos:
    """Nothing is fetched unless the reader asks, and only from where this installation allows."""

    VALUE = {"title": "Tour", "url": "https://youtu.be/abc_-123", "transcript": ""}

    def test_without_an_allowed_host_there_is_a_link_alone(self, home: Any) -> None:
        soup = drawn([{"type": "video", "value": self.VALUE}])
        assert not soup.select("[data-player], iframe")
        assert soup.a["href"] == "https://youtu.be/abc_-123"
        assert "on YouTube" in soup.a.get_text()

    def test_an_allowed_host_gives_a_button(self, home: Any, settings: Any) -> None:
        settings.VIDEO_HOSTS = ["www.youtube-nocookie.com"]
        soup = drawn([{"type": "video", "value": self.VALUE}])
        player = "https://www.youtube-nocookie.com/embed/abc_-123"
        assert soup.select_one("button[type=button]")["data-player"] == player

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "https://evil.example/watch?v=a", "https://vimeo.com/x/y"]
    )
    def test_an_address_off_the_list_is_no_link(self, home: Any, url: str) -> None:
        soup = drawn([{"type": "video", "value": {"title": "Tour", "url": url}}])
        assert not soup.find("a")


def test_a_card_never_leads_to_a_script(home: Any) -> None:
    card = {"page": None, "url": "javascript:alert(1)", "title": "Press", "text": ""}
    assert not drawn([{"type": "cards", "value": {"cards": [card]}}]).find("a")
