"""The texts of links as words of what they lead to: only where nobody learns of a closed page by them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from search.anchors import implies
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import ContentPageFactory, restrict, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]
Of = Callable[..., Any]


@pytest.fixture
def target() -> Page:
    return ContentPageFactory(title="Annual leave")


def leading(target: Any, words: str = "days off", kind: str = "page", **fields: Any) -> Page:
    """A page with a link to the target."""
    link = f'<p><a linktype="{kind}" id="{target.pk}">{words}</a></p>'
    return ContentPageFactory(body=[text(link)], **fields)


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def test_the_words_of_links_are_the_targets(entry: Of, target: Page) -> None:
    leading(target, "days <b>off</b>")
    leading(target, "holidays")
    leading(target, "holidays")
    written = entry(target)
    assert sorted(written.anchors.splitlines()) == ["days off", "holidays"]
    assert written.popularity == 3


def test_files_and_buttons_are_led_to_as_well(entry: Of, target: Page) -> None:
    document = DocumentFactory(title="Form")
    leading(document, "claim it", kind="document")
    assert entry(document, "document").anchors == "claim it"


def test_a_page_that_leads_to_itself_says_nothing_of_itself(entry: Of, target: Page) -> None:
    target.body = [text(f'<p><a linktype="page" id="{target.pk}">top</a></p>')]
    target.save_revision().publish()
    assert (entry(target).anchors, entry(target).popularity) == ("", 0)


def test_another_text_replaces_the_one_before(entry: Of, target: Page) -> None:
    source = leading(target, "days off")
    source.body = [text(f'<p><a linktype="page" id="{target.pk}">vacation</a></p>')]
    source.save_revision().publish()
    assert entry(target).anchors == "vacation"
    source = fresh(source)
    source.body = [text("<p>Nothing.</p>")]
    source.save_revision().publish()
    assert (entry(target).anchors, entry(target).popularity) == ("", 0)


def test_a_link_that_was_there_before_its_target_is_known(entry: Of, target: Page) -> None:
    target.unpublish()
    leading(target, "days off")
    fresh(target).save_revision().publish()
    assert entry(target).anchors == "days off"


def unpublished(source: Page) -> None:
    source.unpublish()


def deleted(source: Page) -> None:
    source.delete()


def closed(source: Page) -> None:
    restrict(source, Group.objects.create(name="Few"))


def closed_above(source: Page) -> None:
    restrict(source.get_parent(), Group.objects.create(name="Few"))


def moved(source: Page) -> None:
    section = ContentPageFactory(title="Closed section")
    restrict(section, Group.objects.create(name="Few"))
    fresh(source).move(fresh(section), pos="last-child")


@pytest.mark.parametrize("happens", [unpublished, deleted, closed, closed_above, moved])
def test_what_befalls_the_source_is_known_at_the_target_at_once(
    entry: Of, target: Page, happens: Callable[[Page], None]
) -> None:
    section = ContentPageFactory(title="Section")
    source = leading(target, parent=section)
    version = entry(target).version
    assert entry(target).anchors == "days off"
    happens(fresh(source))
    assert (entry(target).anchors, entry(target).popularity) == ("", 0)
    assert entry(target).version > version


def test_a_source_that_is_opened_again_tells_again(entry: Of, target: Page) -> None:
    source = leading(target)
    restriction = restrict(source, Group.objects.create(name="Few"))
    assert entry(target).anchors == ""
    restriction.delete()
    assert entry(target).anchors == "days off"


def test_a_closed_page_tells_only_what_is_as_closed(entry: Of) -> None:
    one, other = (Group.objects.create(name=name) for name in ("One", "Other"))
    section = ContentPageFactory(title="Section")
    target = ContentPageFactory(parent=section, title="Target")
    source = leading(target, parent=ContentPageFactory(title="Elsewhere"))
    restrict(source, one)
    assert entry(target).anchors == ""
    restriction = restrict(target, one)
    assert entry(target).anchors == "days off"
    restriction.groups.add(other)
    assert entry(target).anchors == ""
    restriction.groups.remove(one)
    assert entry(target).anchors == ""
    restrict(section, one)
    assert entry(target).anchors == "days off"


@pytest.mark.parametrize(
    ("narrow", "wide", "does"),
    [
        ([], [], True), (["a"], [], True), ([], ["a"], False), (["a"], ["a"], True), (["a"], ["b"], False),
        (["a"], ["ab"], True), (["ab"], ["a"], False), (["a", "b"], ["a"], True), (["a"], ["a", "b"], False), ([""], ["a"], True),
        (["a"], [""], False),
    ],
)  # fmt: skip
def test_one_requirement_implies_another_or_not(
    narrow: list[str], wide: list[str], does: bool
) -> None:
    one, other = (frozenset(map(frozenset, clauses)) for clauses in (narrow, wide))
    assert implies(one, other) is does
