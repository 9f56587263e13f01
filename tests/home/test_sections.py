"""The home page, put together by editors: what stands where, and that nothing empty leaves a hole."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.admin.icons import get_icons
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core import registry
from core.registry import ToDo
from home.blocks import ONCE, Kind, SectionsBlock
from home.models import HomePage
from tests.factories.home import EVERYTHING, cards, dress, item, section, words
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    restrict,
    text,
)

pytestmark = pytest.mark.django_db


def soup(client: Client, address: str = "/") -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def headings(page: Any) -> list[str]:
    return [h2.get_text(strip=True) for h2 in page.find_all("h2")]


class TestOrder:
    """Sections stand as editors ordered them."""

    def test_sections_stand_in_the_editors_order_under_their_headings(
        self, home: HomePage, staff_client: Client
    ) -> None:
        NewsPageFactory(title="Tides turn")
        DepartmentPageFactory(title="Harbour")
        dress(home, section("departments", heading="Who we are"), section("news"))
        page = soup(staff_client)
        assert headings(page)[-2:] == ["Who we are", "Latest news"]
        assert "Tides turn" in page.select_one(".part--news").get_text()

    def test_a_wide_and_a_narrow_section_stand_side_by_side(
        self, home: HomePage, staff_client: Client
    ) -> None:
        NewsPageFactory()
        DepartmentPageFactory()
        dress(
            home,
            section("news", "main"),
            section("my_links", "side"),
            section("departments", "wide"),
            cards("https://example.org/", place="main"),
        )
        page = soup(staff_client)
        two, alone = page.select(".columns")
        assert two.select(".stack > .part--news")
        assert two.select(".side > .part--my_links")
        assert "columns--two" in two["class"]
        assert alone.select(".stack > .part--cards")
        assert "columns--two" not in alone["class"]
        assert page.select(".band.part--departments")

    @pytest.mark.parametrize(("number", "shown"), [(1, 1), (2, 2), (4, 4)])
    def test_a_section_shows_as_many_as_editors_say(
        self, number: int, shown: int, home: HomePage, staff_client: Client
    ) -> None:
        parent = NewsPageFactory().get_parent()
        for _n in range(4):
            NewsPageFactory(parent=parent)
        dress(home, section("news", number=number))
        assert len(soup(staff_client).select(".part--news article")) == shown

    @pytest.mark.parametrize(
        "stored",
        [
            {"type": "carousel", "value": {}},
            {"type": "news", "value": {}},
            {"type": "news", "value": {"place": "attic", "number": "many", "heading": None}},
            {"type": "news", "value": {"place": None, "number": -3}},
        ],
    )
    def test_what_is_stored_oddly_is_shown_as_usual_or_passed_over(
        self, stored: dict[str, Any], home: HomePage, staff_client: Client
    ) -> None:
        NewsPageFactory()
        dress(home, stored, section("my_links"))
        assert "My links" in headings(soup(staff_client))


class TestHoles:
    """What has nothing for a reader is not there, and neither is its heading."""

    def test_cards_to_what_is_closed_take_their_heading_with_them(
        self, home: HomePage, staff_client: Client, admin_client: Client
    ) -> None:
        closed = ContentPageFactory(title="Closed")
        restrict(closed, Group.objects.create(name="Keepers"))
        dress(home, cards(closed, heading="Handy"), section("my_links"))
        assert "Handy" not in headings(soup(staff_client))
        assert "Handy" in headings(soup(admin_client))

    def test_top_tasks_that_are_all_closed_leave_no_empty_list(
        self, home: HomePage, staff_client: Client
    ) -> None:
        closed = ContentPageFactory()
        restrict(closed, Group.objects.create(name="Keepers"))
        home.top_tasks = [{"type": "card", "value": {"page": closed.pk}}]
        dress(home)
        assert not soup(staff_client).select(".tasks")

    def test_a_text_without_anything_for_the_reader_is_left_out(
        self, home: HomePage, staff_client: Client
    ) -> None:
        closed = ContentPageFactory()
        restrict(closed, Group.objects.create(name="Keepers"))
        card = {
            "type": "cards",
            "value": {"cards": [item({"page": closed.pk})]},
        }
        dress(home, words(card), words(text("<p>Hello.</p>")))
        assert len(soup(staff_client).select(".part--words")) == 1

    def test_nothing_to_do_is_no_box(self, home: HomePage, staff_client: Client) -> None:
        dress(home)
        assert "For you to do" not in headings(soup(staff_client))

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(
        filled=st.sets(
            st.sampled_from(["news", "departments", "to_do", "closed", "open", "links"])
        ),
        order=st.permutations([*EVERYTHING, ("cards", "main"), ("words", "side")]),
        places=st.lists(st.sampled_from(["wide", "main", "side"]), min_size=8, max_size=8),
    )
    def test_whatever_is_empty_no_heading_stands_above_nothing(
        self, filled: set[str], order: list[tuple[str, str]], places: list[str], empty_site: Any
    ) -> None:
        client, fill = empty_site
        with fill(filled, [kind for kind, _place in order], places):
            page = soup(client)
            for h2 in page.find_all("h2"):
                part = h2.find_parent(["section", "nav"])
                said = part.get_text(" ", strip=True).removeprefix(h2.get_text(" ", strip=True))
                assert said.strip(), str(part)
            for box in page.select(".columns, .stack, .side, .part, ul, ol"):
                assert box.get_text(strip=True), str(box)
            for two in page.select(".columns--two"):
                assert two.select(":scope > .stack"), str(two)
                assert two.select(":scope > .side"), str(two)
            assert page.h1.get_text(strip=True)
            assert page.select_one("input[name=q]")


class TestEmpty:
    """A page without any section is still a front."""

    def test_a_new_site_has_a_welcome_search_and_ways_on(
        self, home: HomePage, staff_client: Client
    ) -> None:
        home.sections = []
        home.save_revision().publish()
        page = soup(staff_client)
        assert page.h1
        assert page.select_one("input[name=q]")
        assert page.select("a[href='/people/']")
        assert "Put sections on it" not in page.get_text()

    def test_the_departments_stand_in_for_sections(
        self, home: HomePage, staff_client: Client
    ) -> None:
        DepartmentPageFactory(title="Harbour")
        home.sections = []
        home.save_revision().publish()
        assert headings(soup(staff_client)) == ["Departments"]

    def test_who_may_edit_it_is_told_how(self, home: HomePage, admin_client: Client) -> None:
        home.sections = []
        home.save_revision().publish()
        button = soup(admin_client).find(
            "a", string=lambda said: "Put sections on it" in (said or "")
        )
        words_ = soup(admin_client).get_text()
        assert "Put sections on it" in words_
        assert button is None or button["href"] == reverse(
            "wagtailadmin_pages:edit", args=[home.pk]
        )


class TestEditing:
    """The editors' side."""

    @pytest.mark.parametrize("kind", ONCE)
    def test_what_keeps_itself_up_to_date_stands_there_once(
        self, kind: str, home: HomePage, admin_client: Client
    ) -> None:
        given_ = {"heading": "", "place": "wide", "number": 3}
        answer = _post(admin_client, home, [(kind, given_), (kind, given_)])
        assert "The maximum number of items is 1" in answer.content.decode()

    def test_a_page_of_every_section_is_saved_and_shown(
        self, home: HomePage, admin_client: Client
    ) -> None:
        DepartmentPageFactory(title="Harbour")
        given_ = {"heading": "", "place": "main", "number": 3}
        _post(admin_client, home, [(kind, given_) for kind in ONCE])
        home.refresh_from_db()
        assert [child.block_type for child in home.sections] == ONCE
        assert "Departments" in headings(soup(admin_client))

    @pytest.mark.parametrize("name", SectionsBlock.base_blocks)
    def test_each_section_can_be_looked_at_before_it_is_taken(
        self, name: str, admin_client: Client
    ) -> None:
        block = SectionsBlock().child_blocks[name]
        assert block.meta.icon in get_icons()
        assert block.meta.description.endswith(".")
        assert block.is_previewable
        answer = admin_client.get(
            reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
        )
        assert answer.status_code == 200
        shown = BeautifulSoup(answer.content, "html.parser").main
        assert shown.get_text(strip=True)
        assert "None" not in shown.get_text()

    def test_every_field_explains_itself(self) -> None:
        for block in SectionsBlock().child_blocks.values():
            for name, child in block.child_blocks.items():
                known = name in {"cards", "content"} or (name == "heading" and child.required)
                assert known or child.field.help_text, (block.label, name)

    def test_the_preview_of_a_draft_shows_the_drafts_sections(
        self, home: HomePage, admin_client: Client
    ) -> None:
        dress(home, section("my_links"))
        draft_sections = [
            words(text("<p>Only in the draft.</p>")),
            section("departments", heading="Ours"),
        ]
        home.sections = json.dumps(draft_sections)
        DepartmentPageFactory()
        home.save_revision()
        draft = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk]))
        page = BeautifulSoup(draft.content, "html.parser").main
        assert "Only in the draft." in page.get_text()
        assert "Ours" in headings(page)
        assert "Only in the draft." not in soup(admin_client).get_text()

    def test_two_texts_share_no_anchor_and_no_id(
        self, home: HomePage, staff_client: Client
    ) -> None:
        heading = {"type": "heading", "value": {"text": "Tides", "level": "2"}}
        dress(home, words(heading, text("<p>a</p>")), words(heading, text("<p>b</p>")))
        ids = [tag["id"] for tag in soup(staff_client).select("[id]")]
        assert len(ids) == len(set(ids))
        assert {"tides", "tides-2"} <= set(ids)


def test_every_kind_has_a_block() -> None:
    assert set(Kind.values) == set(SectionsBlock.base_blocks)


@pytest.fixture
def empty_site(home: HomePage, staff: Any, staff_client: Client) -> Any:
    """A browser, and what fills parts of the home page for as long as it lasts."""
    from contextlib import contextmanager

    from django.core.cache import cache
    from django.db import transaction

    from home.models import MyLink

    @contextmanager
    def fill(filled: set[str], kinds: list[str], places: list[str]) -> Any:
        cache.clear()
        with transaction.atomic():
            page = HomePage.objects.get()
            shut = ContentPageFactory(title="Shut")
            restrict(shut, Group.objects.create(name="Keepers"))
            target = ContentPageFactory(title="Open") if "open" in filled else shut
            made = {
                "cards": lambda place: cards(target, place=place),
                "words": lambda place: words(
                    {
                        "type": "cards",
                        "value": {"cards": [item({"page": target.pk})]},
                    },
                    place=place,
                ),
            }
            stored = [
                made.get(kind, lambda place, kind=kind: section(kind, place))(place)
                for kind, place in zip(kinds, places, strict=True)
            ]
            if "news" in filled:
                NewsPageFactory()
            if "departments" in filled:
                DepartmentPageFactory()
            if "links" in filled:
                MyLink.objects.create(user=staff, page=shut if "closed" in filled else target)
            if "to_do" in filled:
                registry.to_do.add("test", lambda _request: [ToDo("Look.", "/")])
            page.top_tasks = [{"type": "card", "value": {"page": target.pk}}]
            dress(page, *stored)
            try:
                yield
            finally:
                registry.to_do._items.pop("test", None)
                transaction.set_rollback(True)

    return staff_client, fill


def _post(client: Client, home: HomePage, sections: list[tuple[str, Any]]) -> Any:
    form = nested_form_data(
        {
            "title": home.title,
            "slug": home.slug,
            "summary": "",
            "keywords": "",
            "top_tasks": streamfield([]),
            "sections": streamfield(sections),
            "action-publish": "1",
        }
    )
    return client.post(reverse("wagtailadmin_pages:edit", args=[home.pk]), form, follow=True)
