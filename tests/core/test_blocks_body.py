"""What holds between the blocks of a body: levels, anchors, and the words that search finds."""

import re
from typing import Any

import pytest
from django.conf import settings
from wagtail import blocks

from core.blocks import BodyBlock, settle_anchors
from core.blocks.body import FRAME_IDS
from core.models import BasePage
from tests.factories.blocks import DocumentFactory, ImageFactory, as_stream, every_block
from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db


def body_of(*headings: tuple[str, ...]) -> blocks.StreamValue:
    """A body of headings, each a text, a level and an anchor; the last two may be left out."""
    values = [dict(zip(("text", "level", "anchor"), heading, strict=False)) for heading in headings]
    return BodyBlock().to_python(
        [{"type": "heading", "value": {"level": "2", "anchor": "", **value}} for value in values]
    )


def anchors(body: blocks.StreamValue) -> list[str]:
    return [child.value["anchor"] for child in body]


class TestAnchors:
    """Each heading has an anchor of its own, for good."""

    @pytest.mark.parametrize(
        ("headings", "expected"),
        [
            ([("How to book",)], ["how-to-book"]),
            ([("Leave",), ("Leave",), ("Leave",)], ["leave", "leave-2", "leave-3"]),
            ([("Reworded", "2", "leave")], ["leave"]),
            ([("Leave",), ("Leave", "2", "leave")], ["leave-2", "leave"]),
            ([("Leave", "2", "leave"), ("Pay", "2", "leave")], ["leave", "pay"]),
            ([("Leave", "2", "leave"), ("Leave", "2", "leave")], ["leave", "leave-2"]),
            ([("Leave", "2", "leave-2"), ("Leave",), ("Leave",)], ["leave-2", "leave", "leave-3"]),
            ([("Main",), ("Contents title",)], ["main-2", "contents-title-2"]),
            ([("???",), ("日本",)], ["section", "section-2"]),
            ([("",)], [""]),
            ([("x" * 255,)], ["x" * 90]),
        ],
    )
    def test_they_are_made_once_and_kept(self, headings: Any, expected: list[str]) -> None:
        body = body_of(*headings)
        settle_anchors(body)
        assert anchors(body) == expected
        settle_anchors(body)
        assert anchors(body) == expected

    def test_rewording_moving_and_adding_keeps_them(self) -> None:
        body = BodyBlock().clean(body_of(("Leave",), ("Pay",)))
        first, second = (dict(child.value) for child in body)
        first["text"] = "Time off"
        again = body_of(("Leave",), tuple(second.values()), tuple(first.values()))
        assert anchors(BodyBlock().clean(again)) == ["leave-2", "pay", "leave"]

    def test_no_part_of_our_templates_is_called_like_a_heading(self) -> None:
        folder = settings.ROOT / "templates"
        files = [
            path
            for path in folder.rglob("*.html")
            if path.relative_to(folder).parts[0]
            not in {
                "wagtailadmin",
                "wagtailcore",
                "accounts",
                "search",
                "access",
                "insights",
                "wall",
            }
            and not {"cms", "desk", "feeds"} & set(path.relative_to(folder).parts)
            and not path.name.endswith("_index_page.html")
        ]
        ids = {name for path in files for name in re.findall(r'\bid="([\w-]+)"', path.read_text())}
        assert ids <= FRAME_IDS, (
            "Name these in core.blocks.body, or two ids on a page will be the same."
        )


class TestLevels:
    """No heading skips a level."""

    @pytest.mark.parametrize("levels", ["2", "23", "234", "23423", "2222", "234234", ""])
    def test_going_down_one_by_one_is_fine(self, levels: str) -> None:
        BodyBlock().clean(body_of(*[("Words", level) for level in levels]))

    @pytest.mark.parametrize(
        ("levels", "place", "wanted"),
        [("3", 0, "Section"), ("24", 1, "Part of a section"), ("2324", 3, "Part")],
    )
    def test_a_skipped_level_is_told_with_its_cure(
        self, levels: str, place: int, wanted: str
    ) -> None:
        with pytest.raises(blocks.StreamBlockValidationError) as caught:
            BodyBlock().clean(body_of(*[("Words", level) for level in levels]))
        (error,) = caught.value.block_errors.items()
        assert error[0] == place
        assert wanted in str(error[1].block_errors["level"])


def test_the_contents_list_leads_to_what_is_drawn(home: Any) -> None:
    page = ContentPageFactory(body=BodyBlock().clean(body_of(("Leave",), ("Carrying over", "3"))))
    assert isinstance(page, BasePage)
    html = page.body.render_as_block()
    listed = [*page.contents, *page.contents[0]["parts"]]
    assert [entry["anchor"] for entry in listed] == ["leave", "carrying-over"]
    assert all(f'id="{entry["anchor"]}"' in html for entry in listed)


class TestSearch:
    """Search finds a body by any of its words, and by no word of ours."""

    def words(self, home: Any) -> str:
        values = every_block(home, ImageFactory(), DocumentFactory(), "Quokka")
        body = BodyBlock().to_python(as_stream(values))
        return "\n".join(map(str, BodyBlock().get_searchable_content(body)))

    def test_every_text_field_is_in(self, home: Any) -> None:
        # one for each place where every_block puts the words, but for a heading's and a link's address
        stored = str(every_block(home, ImageFactory(), DocumentFactory(), "Quokka")).count("Quokka")
        words = self.words(home)
        assert words.count("Quokka") == stored
        for rich in (
            "Ask your manager.",
            "Then book.",
            "Over ten hours",
            "people@example.org",
            "020 7946 0012",
        ):
            assert rich in words

    def test_our_own_names_for_things_are_not(self, home: Any) -> None:
        words = self.words(home)
        for ours in ("Section", "Warning", "can go wrong", "Left", "None", "<"):
            assert ours not in words
