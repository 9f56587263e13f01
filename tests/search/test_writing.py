"""Entries of pages and documents follow whatever is done to those, in the same transaction."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page

from core.models import Document, Topic
from core.trash.services import put_back, remove, throw_away
from search.models import Entry, Index
from search.writing import write, write_all
from tests.factories.blocks import DocumentFactory
from tests.factories.pages import (
    ContentPageFactory,
    DepartmentPageFactory,
    NewsPageFactory,
    PolicyPageFactory,
    restrict,
    text,
)
from tests.factories.people import PersonFactory
from tests.factories.trees import page as markdown
from tests.factories.trees import tree
from transfer.services import import_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]
Of = Callable[..., Any]


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def test_a_page_is_found_while_it_is_published(entry: Of) -> None:
    page = ContentPageFactory(title="Quokka", live=False)
    assert entry(page) is None
    page.save_revision().publish()
    assert entry(page).title == "Quokka"
    fresh(page).unpublish()
    assert entry(page) is None
    fresh(page).save_revision().publish()
    assert entry(page) is not None


def test_a_draft_and_a_lock_change_nothing(entry: Of) -> None:
    page = ContentPageFactory(title="Quokka")
    before = entry(page).version
    page.title = "Wombat"
    page.save_revision()
    page = fresh(page)
    page.locked = True
    page.save(update_fields=["locked"])
    assert (entry(page).title, entry(page).version) == ("Quokka", before)


def test_saving_what_is_the_same_writes_nothing(entry: Of) -> None:
    page = ContentPageFactory(title="Quokka", body=[text("<p>Board of Harbours (BOH)</p>")])
    before = entry(page).version
    fresh(page).save_revision().publish()
    fresh(page).save()
    assert entry(page).date == fresh(page).shown_date
    write("page", [page.pk])
    assert entry(page).version >= before


def test_what_is_written_says_all_there_is(entry: Of) -> None:
    owner = PersonFactory()
    department = DepartmentPageFactory(title="Harbours", slug="harbours")
    section = ContentPageFactory(parent=department, title="Boats", slug="boats")
    page = ContentPageFactory(
        parent=section,
        title="Tide tables",
        slug="tide-tables",
        summary="When it turns.",
        keywords="ebb, flood",
        content_owner=owner,
        body=[{"type": "heading", "value": {"text": "Springs", "level": "h2"}}, text("<p>High at noon.</p>")],
    )  # fmt: skip
    written = entry(page)
    assert (written.kind, written.title, written.summary) == (
        "page",
        "Tide tables",
        "When it turns.",
    )
    assert written.headings == "Springs"
    assert "High at noon." in written.body
    assert written.words == "ebb, flood"
    assert written.trail == "Harbours Boats"
    assert written.address == "harbours / boats / tide tables"
    assert (written.department, written.owner_id) == (department.pk, owner.pk)
    assert written.rule_id is not None


def test_a_move_takes_the_pages_below_along(entry: Of) -> None:
    old, new = (DepartmentPageFactory(title=name) for name in ("Harbours", "Ferries"))
    section = ContentPageFactory(parent=old, title="Section")
    below = ContentPageFactory(parent=section, title="Below")
    board = Group.objects.create(name="Board")
    restrict(new, board)
    section.move(new, pos="last-child")
    assert entry(below).trail == "Ferries Section"
    assert entry(below).department == entry(section).department == new.pk
    assert entry(below).rule_id == entry(new).rule_id != entry(old).rule_id
    assert entry(below).path.startswith(new.path)
    assert "ferries" in entry(below).address


@pytest.mark.parametrize("position", ["left", "right", "first-sibling"])
def test_pages_that_make_room_keep_their_places(entry: Of, position: str) -> None:
    above = ContentPageFactory(title="Above")
    rows = [ContentPageFactory(parent=above, title=f"Row {n}") for n in range(4)]
    below = ContentPageFactory(parent=rows[1], title="Below")
    fresh(rows[3]).move(fresh(rows[0]), pos=position)
    assert entry(below).path == fresh(below).path


def test_a_rename_is_known_below(entry: Of) -> None:
    section = ContentPageFactory(title="Section", slug="section")
    below = ContentPageFactory(parent=section, title="Below")
    section.title, section.slug = "Chapter", "chapter"
    section.save_revision().publish()
    assert entry(below).trail == "Chapter"
    assert "chapter" in entry(below).address
    fresh(section).unpublish()
    assert entry(below).trail == ""


def test_what_is_deleted_is_not_found_nor_what_was_below_it(entry: Of) -> None:
    section = ContentPageFactory(title="Section")
    below = ContentPageFactory(parent=section)
    PolicyPageFactory(title="Policy")
    fresh(section).delete()
    assert entry(section) is entry(below) is None


def test_what_is_in_the_bin_is_not_found_and_comes_back_as_it_was(entry: Of) -> None:
    section = ContentPageFactory(title="Section")
    below = ContentPageFactory(parent=section, title="Below")
    beside = ContentPageFactory(title="Beside")
    binned = throw_away(fresh(section))
    assert entry(section) is entry(below) is None
    put_back(binned)
    assert entry(below).trail == "Section"
    assert entry(beside).path == fresh(beside).path
    remove(throw_away(fresh(section)))
    assert Entry.objects.filter(number__in=[section.pk, below.pk], source="page").count() == 0


def test_restrictions_are_the_entries_rules_at_once(entry: Of) -> None:
    section = ContentPageFactory(title="Section")
    below = ContentPageFactory(parent=section)
    open_ = entry(below).rule_id
    one, other = (Group.objects.create(name=name) for name in ("One", "Other"))
    restriction = restrict(section, one)
    closed = entry(below).rule_id
    assert closed != open_
    restriction.groups.add(other)
    assert entry(below).rule_id not in {open_, closed}
    restriction.groups.remove(other)
    assert entry(below).rule_id == closed
    one.delete()
    assert entry(below).rule_id not in {open_, closed}
    restriction.delete()
    assert entry(below).rule_id == open_


def test_copies_and_aliases_have_entries_of_their_own(entry: Of) -> None:
    page = ContentPageFactory(title="Quokka", slug="quokka")
    ContentPageFactory(parent=page, title="Below")
    copy = fresh(page).copy(recursive=True, update_attrs={"title": "Copy", "slug": "copy"})
    alias = fresh(page).create_alias(update_slug="alias")
    assert entry(copy).title == "Copy"
    assert entry(copy.get_children().get()).trail == "Copy"
    assert entry(alias).title == "Quokka"
    page.title = "Wombat"
    page.save_revision().publish()
    assert entry(alias).title == "Wombat"
    assert entry(copy).title == "Copy"


def test_a_department_that_goes_leaves_nothing_behind(entry: Of) -> None:
    department = DepartmentPageFactory(title="Harbours")
    story = NewsPageFactory(title="Story", department=department)
    assert entry(story).department == department.pk
    fresh(department).delete()
    assert entry(story).department is None


@pytest.mark.parametrize("make", [NewsPageFactory, PolicyPageFactory, ContentPageFactory])
def test_topics_are_written_as_they_are_given_and_taken(entry: Of, make: Any) -> None:
    page = make()
    boats, tides = (Topic.objects.create(name=name) for name in ("Boats", "Tides"))
    page.topics.add(boats, tides)
    page.save()
    assert set(entry(page).topic_ids) == {boats.pk, tides.pk}
    boats.delete()
    assert entry(page).topic_ids == [tides.pk]


def test_expiry_is_part_of_an_entry(entry: Of) -> None:
    page = ContentPageFactory()
    page.expire_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert entry(page).live_until == fresh(page).expire_at


def closed_collection(group: Group) -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Closed")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set([group])
    return collection


def test_a_document_is_written_renamed_closed_and_gone(entry: Of) -> None:
    document = DocumentFactory(title="Form")
    open_ = entry(document, "document").rule_id
    document.title, document.text = "Claim form", "Say what you paid."
    document.save(update_fields=["title", "text"])
    assert entry(document, "document").title == "Claim form"
    assert entry(document, "document").body == "Say what you paid."
    document.tags.add("money")
    document.save()
    assert entry(document, "document").words == "money"
    document.collection = closed_collection(Group.objects.create(name="Board"))
    document.save()
    assert entry(document, "document").rule_id != open_
    CollectionViewRestriction.objects.all().delete()
    assert entry(document, "document").rule_id == open_
    document.delete()
    assert entry(document, "document") is None


def test_documents_that_are_moved_or_tagged_in_bulk_are_written(
    entry: Of, admin_client: Any
) -> None:
    one, other = DocumentFactory(title="One"), DocumentFactory(title="Other")
    open_ = entry(one, "document").rule_id
    collection = closed_collection(Group.objects.create(name="Board"))
    ids = f"?id={one.pk}&id={other.pk}&next=/admin/documents/"
    at = "/admin/bulk/core/document/"
    assert admin_client.post(f"{at}add_tags/{ids}", {"tags": "money"}).status_code == 302
    assert entry(other, "document").words == "money"
    sent = {"collection": collection.pk}
    assert admin_client.post(f"{at}add_to_collection/{ids}", sent).status_code == 302
    assert Document.objects.filter(collection=collection).count() == 2
    assert entry(other, "document").rule_id == entry(one, "document").rule_id != open_


def test_an_import_writes_entries_as_publishing_does(entry: Of, tmp_path: Path) -> None:
    files = {
        "index.md": markdown("Welcome.", title="Handbook"),
        "leave/index.md": markdown("See [pay](../pay.md).", title="Leave"),
        "pay.md": markdown("On the 25th.", title="Pay"),
    }
    import_pages(tree(tmp_path / "tree", files), "/handbook/", "content")
    pay = Page.objects.get(title="Pay")
    assert "On the 25th." in entry(pay).body
    assert entry(pay).trail == "Handbook"
    assert (entry(pay).anchors, entry(pay).popularity) == ("pay", 1)
    files["pay.md"] = markdown("On the 26th.", title="Pay day")
    import_pages(tree(tmp_path / "again", files), "/handbook/", "content")
    assert entry(pay).title == "Pay day"


def test_what_is_rolled_back_leaves_nothing(entry: Of) -> None:
    page = ContentPageFactory(title="Quokka")
    before = Entry.objects.count()
    with transaction.atomic():
        ContentPageFactory(title="Wombat")
        page.title = "Wombat"
        page.save_revision().publish()
        assert entry(page).title == "Wombat"
        transaction.set_rollback(True)
    assert entry(page).title == "Quokka"
    assert Entry.objects.count() == before


def test_while_an_index_is_kept_what_is_gone_leaves_a_tombstone() -> None:
    index = Index.objects.create(name="corridor-1")
    page = ContentPageFactory(title="Quokka")
    version = Entry.objects.get(source="page", number=page.pk).version
    fresh(page).delete()
    tombstone = Entry.objects.get(source="page", number=page.pk)
    assert not tombstone.live
    assert tombstone.version > version > tombstone.indexed_version
    assert (tombstone.title, tombstone.body, tombstone.rule_id) == ("", "", None)
    index.delete()


def test_writing_everything_mends_whatever_is_wrong() -> None:
    page, gone = ContentPageFactory(title="Quokka"), ContentPageFactory()
    Entry.objects.filter(number=page.pk).update(title="Wrong", rule=None)
    Page.objects.filter(pk=gone.pk).update(live=False)
    for source in ("page", "document", "person", "team"):
        list(write_all(source))
    assert Entry.objects.get(source="page", number=page.pk).title == "Quokka"


def test_many_entries_take_few_queries() -> None:
    pages = [ContentPageFactory(title=f"Page {n}").pk for n in range(40)]
    counts = []
    for some in (pages[:2], pages):
        Entry.objects.filter(number__in=pages).delete()
        with CaptureQueriesContext(connection) as queries:
            write("page", some)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 4
