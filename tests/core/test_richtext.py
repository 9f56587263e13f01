"""What the importer writes passes through the editor unchanged."""

import json
import re
from typing import Any

import pytest
from wagtail.rich_text import features

from core.blocks.text import PROSE_FEATURES, ProseBlock
from core.richtext import Converter, Editor
from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db

STORED = {
    "paragraphs": "<p>One &amp; two</p><p>three &lt; four</p>",
    "styles": "<p>a <b>bold</b> <i>italic</i> <code>x = 1</code> z</p>",
    "styles in each other": "<p><b>all <i>three</i></b></p>",
    "line break": "<p>one<br/>two</p>",
    "lists": "<ul><li>one</li><li>two</li></ul><ol><li>first</li><li>second</li></ol>",
    "lists in lists": "<ul><li>one<ul><li>deep<ul><li>deeper</li></ul></li></ul></li><li>two</li></ul>",
    "numbered in bulleted": "<ul><li>one<ol><li>first</li></ol></li><li>two</li></ul>",
    "bulleted in numbered": "<ol><li>one<ul><li>a</li><li>b</li></ul></li><li>two</li></ol>",
    "numbered twice deep": "<ol><li>1<ul><li>a<ol><li>x</li></ol></li><li>b</li></ul></li><li>2</li></ol>",
    "kinds side by side": "<ol><li>1</li></ol><ul><li>a</li></ul><ol><li>1</li></ol>",
    "list in one item": "<ol><li>1<ul><li>a</li></ul><ol><li>x</li></ol></li><li>2</li></ol>",
    "page": '<p>See <a id="{page}" linktype="page">it</a>.</p>',
    "place on a page": '<p><a fragment="carry-over" id="{page}" linktype="page">it</a></p>',
    "page that is gone": '<p><a fragment="x" id="999999" linktype="page">it</a></p>',
    "bold in a link": '<p><a fragment="x" id="{page}" linktype="page">go <b>now</b></a></p>',
    "document": '<p><a id="{page}" linktype="document">form</a></p>',
    "web": '<p><a href="https://example.org/a?b=1&amp;c=2#d">it</a></p>',
    "mail": '<p><a href="mailto:people@example.org">write</a></p>',
    "phone": '<p><a href="tel:+442079460012">call</a></p>',
    "same page": '<p><a href="#carry-over">below</a></p>',
}

ATTRIBUTE = re.compile(r'[^ =]+="[^"]*"')


def comparable(html: str) -> str:
    """HTML without the editor's keys, and with a link's attributes in one order."""
    html = re.sub(r' data-block-key="[^"]*"', "", html)
    return re.sub(r"<a ([^>]*)>", lambda tag: f"<a {sorted(ATTRIBUTE.findall(tag[1]))}>", html)


@pytest.mark.parametrize("what", STORED)
def test_opening_and_saving_changes_nothing(home: Any, what: str) -> None:
    html = STORED[what].replace("{page}", str(ContentPageFactory().pk))
    converter = Converter(PROSE_FEATURES)
    state = converter.from_database_format(html)
    assert comparable(converter.to_database_format(state)) == comparable(html)


def test_the_editor_is_told_the_place_on_the_page(home: Any) -> None:
    page = ContentPageFactory()
    converter = Converter(PROSE_FEATURES)
    html = f'<p><a linktype="page" id="{page.pk}" fragment="carry-over">it</a></p>'
    (entity,) = json.loads(converter.from_database_format(html))["entityMap"].values()
    assert entity["data"] | {"url": ""} == {
        "id": page.pk,
        "url": "",
        "parentId": page.get_parent().pk,
        "fragment": "carry-over",
    }


def test_pasted_links_keep_their_place() -> None:
    assert "fragment" in features.get_editor_plugin("draftail", "link").data["attributes"]


def test_a_place_cannot_leave_its_attribute(home: Any) -> None:
    converter = Converter(PROSE_FEATURES)
    html = '<p><a linktype="page" id="1" fragment="&quot;&gt;&lt;script&gt;">it</a></p>'
    assert "<script>" not in converter.to_database_format(converter.from_database_format(html))


def test_blocks_of_text_use_this_editor() -> None:
    assert isinstance(ProseBlock().field.widget, Editor)
