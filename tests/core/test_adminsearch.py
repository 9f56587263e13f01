"""The CMS's own search: what it finds, in which order, and what it asks the database. On both databases."""

import re
from typing import Any

import pytest
from django.db import connection
from django.db.models import IntegerField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from modelsearch.index import get_indexed_models
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, Or, Phrase, PlainText

from core.models import Document, Image
from departments.models import ContentPage
from tests.factories.blocks import DocumentFactory, ImageFactory
from tests.factories.pages import ContentPageFactory, NewsPageFactory, text

pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'")
postgres_only = pytest.mark.skipif("connection.vendor != 'postgresql'")


@pytest.fixture
def pages(home: Page) -> list[ContentPage]:
    """Three pages; two have the word “tide” in their titles, one in its text."""
    said = [text("<p>Ask Müller, who knows the tide.</p>")]
    return [
        ContentPageFactory(parent=home, title="Moorings and where they are", slug="a", body=said),
        ContentPageFactory(parent=home, title="Tide tables", slug="b"),
        ContentPageFactory(parent=home, title="Tidal power", slug="c"),
    ]


def titles(found: Any) -> list[str]:
    return [thing.title for thing in found]


def search(words: Any, things: Any = None, **options: Any) -> Any:
    things = ContentPage.objects.all() if things is None else things
    return get_search_backend().search(words, things, **options)


def test_the_title_weighs_more_than_the_text(pages: list[ContentPage]) -> None:
    assert titles(search("tide")) == ["Tide tables", "Moorings and where they are"]


@pytest.mark.parametrize(
    ("query", "operator", "found"),
    [
        ("tide tables", "and", ["Tide tables"]),
        ("tables power", "or", ["Tidal power", "Tide tables"]),
        ("tables power", "and", []),
        (Phrase("tide tables"), None, ["Tide tables"]),
        (Phrase("tables tide"), None, []),
        (PlainText("tidal") & PlainText("power"), None, ["Tidal power"]),
        (Or([PlainText("tables"), Phrase("tidal power")]), None, ["Tidal power", "Tide tables"]),
        (PlainText("tables") & ~PlainText("power"), None, ["Tide tables"]),
        (~PlainText("tide") & PlainText("power"), None, ["Tidal power"]),
        (MATCH_ALL, None, ["Moorings and where they are", "Tidal power", "Tide tables"]),
        (~MATCH_ALL, None, []),
        ("", None, []),
        ("  ", None, []),
        ('"', None, []),
        ("\x00 – !", None, []),
        ('"tide" \x00tables"', None, ["Tide tables"]),
    ],
)  # fmt: skip
def test_a_query_finds(
    query: Any, operator: str | None, found: list[str], pages: list[ContentPage]
) -> None:
    assert sorted(titles(search(query, operator=operator))) == found


def test_accents_make_no_difference(pages: list[ContentPage]) -> None:
    ContentPageFactory(title="Café menu", slug="menu")
    for words in ("muller", "MÜLLER", "Mu\u0308ller"):
        assert titles(search(words)) == ["Moorings and where they are"]
    for words in ("cafe", "café", "caf"):
        assert titles(ContentPage.objects.autocomplete(words)) == ["Café menu"]


def test_the_last_word_may_be_begun_where_wagtail_asks_for_it(pages: list[ContentPage]) -> None:
    assert sorted(titles(ContentPage.objects.autocomplete("ti"))) == ["Tidal power", "Tide tables"]
    assert titles(ContentPage.objects.autocomplete("tide ta")) == ["Tide tables"]
    assert titles(ContentPage.objects.autocomplete("ti tables")) == []
    assert titles(search("ti")) == []


def test_the_querysets_filter_and_order_hold(pages: list[ContentPage]) -> None:
    NewsPageFactory(title="Tide of the year")
    assert titles(search("tide", ContentPage.objects.exclude(pk=pages[1].pk))) == [pages[0].title]
    assert titles(search("tide", ContentPage.objects.none())) == []
    by_title = ContentPage.objects.order_by("title")
    assert titles(search("tide", by_title, order_by_relevance=False)) == [
        "Moorings and where they are",
        "Tide tables",
    ]
    newest = search("tide", ContentPage.objects.order_by(), order_by_relevance=False)
    assert titles(newest) == ["Tide tables", "Moorings and where they are"]
    assert {type(page) for page in search("tide", Page.objects.specific())} > {ContentPage}


def test_a_slice_is_the_same_part_of_the_whole(pages: list[ContentPage]) -> None:
    for number in range(12):
        ContentPageFactory(title=f"Tide {number}", slug=f"tide-{number}")
    for found in (search("tide"), search("tide", order_by_relevance=False)):
        whole = titles(found)
        assert len(whole) == found.count() == 14
        assert titles(found[3:8]) == whole[3:8]
        assert found[3:8].count() == 5
        assert titles(found[10:][1:3]) == whole[11:13]
        assert found[2].title == whole[2]
        assert titles(found[20:30]) == titles(found[5:5]) == []


def test_what_is_found_is_counted_by_type(pages: list[ContentPage]) -> None:
    story = NewsPageFactory(title="Tide of the year")
    found = Page.objects.search("tide").facet("content_type_id")
    assert dict(found) == {pages[0].content_type_id: 2, story.content_type_id: 1}


@pytest.mark.parametrize("relevance", [True, False])
def test_scores_are_given_when_asked_for(pages: list[ContentPage], relevance: bool) -> None:
    found = list(search("tide", order_by_relevance=relevance).annotate_score("how_well"))
    assert {page.title for page in found} == {"Tide tables", "Moorings and where they are"}
    assert found[0].how_well != found[1].how_well


@pytest.mark.parametrize("fields", [["title"], ["title", "summary"], ["body"]])
def test_some_fields_may_be_named(fields: list[str], pages: list[ContentPage]) -> None:
    found = titles(search("tide", fields=fields))
    assert ("Tide tables" in found) is ("title" in fields)
    assert search("tide", fields=[]).count() == 0


def test_files_are_found_by_title_and_tag(db: None) -> None:
    form, picture = DocumentFactory(title="Tide claim"), ImageFactory(title="Tide at dawn")
    form.tags.add("Pilotage")
    form.save()
    assert list(Document.objects.all().autocomplete("tid")) == [form]
    assert list(Document.objects.all().autocomplete("pilot")) == [form]
    assert list(Image.objects.search("dawn")) == [picture]


def test_what_is_gone_is_found_no_more(pages: list[ContentPage]) -> None:
    pages[1].title = "Ebb"
    pages[1].save()
    pages[0].delete()
    assert titles(search("tide")) == []


def test_relevance_takes_two_queries_however_much_is_found(pages: list[ContentPage]) -> None:
    found = search("tide")[:20]
    found.query_compiler.types  # noqa: B018 - content types are read once and kept
    with CaptureQueriesContext(connection) as queries:
        assert len(list(found)) == 2
    assert len(queries) == 2


def test_every_model_that_is_searched_has_a_whole_number_for_a_key() -> None:
    for model in get_indexed_models():
        key: Any = model._meta.pk
        while key.remote_field:
            key = key.target_field
        assert isinstance(key, IntegerField), model


@sqlite_only
def test_sqlite_runs_the_match_once_and_before_all_else(pages: list[ContentPage]) -> None:
    with CaptureQueriesContext(connection) as queries:
        list(search("tide", Page.objects.filter(live=True)))
    [asked] = [query["sql"] for query in queries if "MATCH" in query["sql"]]
    assert asked.count("MATCH") == 1
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
        plan = [row[3] for row in cursor.fetchall()]
    scans = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
    assert scans[0].startswith("SCAN wagtailsearch_indexentry_fts VIRTUAL TABLE"), plan
    assert scans[1].startswith("SEARCH entry USING INTEGER PRIMARY KEY"), plan


@sqlite_only
def test_saving_does_not_read_the_whole_index_on_sqlite(pages: list[ContentPage]) -> None:
    with CaptureQueriesContext(connection) as queries:
        pages[0].save()
    assert not [query["sql"] for query in queries if "AVG(" in query["sql"]]


@postgres_only
@pytest.mark.parametrize(
    ("method", "index"),
    [("search", "core_admin_search_title_body"), ("autocomplete", "autocom")],
)
def test_postgresql_uses_its_index(method: str, index: str, pages: list[ContentPage]) -> None:
    kind = pages[0].content_type_id
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title, body,"
            " autocomplete, title_norm, title_text, body_text) SELECT %s, 100000 + n,"
            " to_tsvector('simple', 'Page' || n), to_tsvector('simple', 'Text' || n),"
            " to_tsvector('simple', 'Page' || n), 1, '', '' FROM generate_series(1, 5000) n",
            [kind],
        )
        cursor.execute("ANALYZE wagtailsearch_indexentry")
    ask = getattr(get_search_backend(), method)
    with CaptureQueriesContext(connection) as queries:
        list(ask("moorings", Page.objects.all())[:20])
        ask("moorings", Page.objects.all()).count()
    asked = [query["sql"] for query in queries if "@@" in query["sql"]]
    assert len(asked) == 2
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert re.search(rf"Bitmap Index Scan on \w*{index}", plan), plan


def test_the_index_can_be_built_anew(pages: list[ContentPage]) -> None:
    backend = get_search_backend()
    backend.reset_indexes()
    assert titles(search("tide")) == []
    index = backend.get_index_for_model(ContentPage)
    rebuilder = backend.rebuilder_class(index)
    rebuilder.start().add_items(ContentPage, pages)
    rebuilder.finish()
    assert titles(search("tide")) == ["Tide tables", "Moorings and where they are"]


def test_the_search_of_the_cms_is_in_order_of_relevance(
    pages: list[ContentPage], admin_client: Client
) -> None:
    answer = admin_client.get("/admin/pages/search/results/", {"q": "tide"})
    assert titles(answer.context["page_obj"]) == ["Tide tables"]
    answer = admin_client.get("/admin/pages/search/results/", {"q": "ti", "ordering": "title"})
    assert titles(answer.context["page_obj"]) == ["Tidal power", "Tide tables"]
    assert [count for _kind, count in answer.context["content_types"]] == [2]
