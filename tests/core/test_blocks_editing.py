"""Blocks as editors meet them: picked, filled in, refused with a reason, published, copied."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail import blocks
from wagtail.admin.icons import get_icons
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from core.blocks import BodyBlock, CardBlock
from tests.factories.blocks import ImageFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory

pytestmark = pytest.mark.django_db

PICKED = {**BodyBlock().child_blocks, "card": CardBlock()}


def every_part(block: blocks.Block) -> Iterator[blocks.Block]:
    """A block and all blocks in it."""
    yield block
    inner = [*getattr(block, "child_blocks", {}).values()]
    if isinstance(block, blocks.ListBlock):
        inner.append(block.child_block)
    for child in inner:
        yield from every_part(child)


class TestPicker:
    """What the picker of blocks shows."""

    @pytest.mark.parametrize("name", PICKED)
    def test_each_block_says_what_it_is(self, name: str) -> None:
        block = PICKED[name]
        assert block.meta.group
        assert block.meta.description.endswith(".")
        assert block.is_previewable

    def test_every_icon_is_there(self) -> None:
        known = set(re.findall(r'id="icon-([\w-]+)"', get_icons()))
        used = {part.meta.icon for part in every_part(BodyBlock())}
        assert used <= known

    @pytest.mark.parametrize("name", PICKED)
    def test_each_block_is_shown_as_on_the_site(self, admin_client: Client, name: str) -> None:
        block = PICKED[name]
        address = reverse("wagtailadmin_block_preview")
        response = admin_client.get(address, {"id": block.definition_prefix})
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        assert len(soup.main.find_all(True)) > 1
        assert not soup.select("[style], style, script:not([src]), a[linktype]")
        assert "None" not in soup.main.get_text()
        sheets = [link["href"] for link in soup.select("link[rel=stylesheet]")]
        assert any("css/parts" in sheet for sheet in sheets)

    def test_previews_are_valid_html(self, admin_client: Client, html_errors: Any) -> None:
        address = reverse("wagtailadmin_block_preview")
        pages = {
            name: admin_client.get(address, {"id": block.definition_prefix}).content.decode()
            for name, block in PICKED.items()
        }
        assert not html_errors(pages)


class TestRefusals:
    """A mistake is refused where it was made, with what to do about it."""

    @pytest.mark.parametrize(
        ("name", "value", "field", "cure"),
        [
            ("card", {}, "page", "Choose a page or give a web address"),
            ("card", {"url": "https://example.org/"}, "title", "Say what is at that address"),
            (
                "video",
                {"title": "Tour", "url": "https://example.org/film"},
                "url",
                "YouTube or Vimeo",
            ),
            (
                "heading",
                {"text": "Leave", "level": "2", "anchor": "no spaces"},
                "anchor",
                "without spaces",
            ),
        ],
    )
    def test_it_says_how_to_mend_it(
        self, name: str, value: dict[str, Any], field: str, cure: str
    ) -> None:
        block = PICKED[name]
        with pytest.raises(blocks.StructBlockValidationError) as caught:
            block.clean(block.to_python(value))
        assert cure in str(caught.value.block_errors[field])

    def test_a_picture_needs_words_or_to_be_decoration(self, home: Any) -> None:
        block = PICKED["image"].child_blocks["image"]
        value = {"image": ImageFactory().pk, "decorative": False, "alt_text": ""}
        with pytest.raises(blocks.StructBlockValidationError) as caught:
            block.clean(block.to_python(value))
        assert "tick “It is only decoration”" in str(caught.value.block_errors["alt_text"])
        block.clean(block.to_python({**value, "decorative": True}))

    def test_a_card_does_not_lead_to_two_places(self, home: Any) -> None:
        block = PICKED["card"]
        value = block.to_python({"page": home.pk, "url": "https://example.org/", "title": "x"})
        with pytest.raises(blocks.StructBlockValidationError):
            block.clean(value)


class TestEditing:
    """Through the form of the CMS."""

    @staticmethod
    def save(client: Client, page: Any, body: list[Any], **more: str) -> None:
        data = nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "summary": "",
                "body": streamfield(body),
                "comments-TOTAL_FORMS": "0",
                "comments-INITIAL_FORMS": "0",
                **more,
            }
        )
        response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        assert response.status_code == 302, response.context["form"].errors
        page.refresh_from_db()

    def test_headings_keep_their_anchors_from_save_to_save(self, admin_client: Client) -> None:
        page = ContentPageFactory(parent=DepartmentPageFactory())
        first = ("heading", {"text": "Booking leave", "level": "2", "anchor": ""})
        self.save(admin_client, page, [first], **{"action-publish": "1"})
        anchor = page.body[0].value["anchor"]
        assert anchor == "booking-leave"
        reworded = ("heading", {"text": "How to book", "level": "2", "anchor": anchor})
        self.save(admin_client, page, [first, reworded], **{"action-publish": "1"})
        assert [child.value["anchor"] for child in page.body] == [
            "booking-leave-2",
            "booking-leave",
        ]

    def test_a_copied_page_keeps_its_anchors(self, admin_client: Client) -> None:
        page = ContentPageFactory(parent=DepartmentPageFactory())
        heading = ("heading", {"text": "Leave", "level": "2", "anchor": "old-name"})
        self.save(admin_client, page, [heading], **{"action-publish": "1"})
        copy = page.copy(update_attrs={"slug": "copy"})
        assert copy.body[0].value["anchor"] == "old-name"

    def test_a_draft_with_an_empty_heading_settles_nothing(self, admin_client: Client) -> None:
        page = ContentPageFactory(parent=DepartmentPageFactory())
        self.save(admin_client, page, [("heading", {"text": "", "level": "2", "anchor": ""})])
        draft = page.get_latest_revision_as_object()
        assert draft.body[0].value["anchor"] == ""

    def test_text_is_stored_with_its_links(self, admin_client: Client) -> None:
        page = ContentPageFactory(parent=DepartmentPageFactory())
        html = f'<p>See <a id="{page.pk}" linktype="page" fragment="here">it</a></p>'
        self.save(admin_client, page, [("text", rich_text(html))], **{"action-publish": "1"})
        assert 'fragment="here"' in page.body[0].value.source

    def test_no_form_asks_what_only_a_developer_knows(self, admin_client: Client) -> None:
        page = ContentPageFactory(parent=DepartmentPageFactory())
        html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        for words in ("Meta description", "Title tag", "search engine", "Slug"):
            assert words not in BeautifulSoup(html, "html.parser").get_text()
