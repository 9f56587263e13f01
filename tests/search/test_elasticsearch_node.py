"""What search asks of Elasticsearch, the tests' node can do: it is put together from parts, so each is seen here."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch, helpers

ANALYSIS: dict[str, Any] = {
    "char_filter": {
        "apostrophes": {"type": "mapping", "mappings": ["’ => '", "& => \\u0020and\\u0020"]},
        "digits_together": {
            "type": "pattern_replace",
            "pattern": r"(?<=\d)[ -](?=\d)",
            "replacement": "",
        },
    },
    "filter": {
        "possessive": {"type": "stemmer", "language": "possessive_english"},
        "english": {"type": "stemmer", "language": "english"},
        "folded": {"type": "asciifolding", "preserve_original": True},
        "parts": {
            "type": "word_delimiter_graph",
            "catenate_all": True,
            "split_on_case_change": False,
            "split_on_numerics": False,
        },
        "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": 15},
        "synonyms": {
            "type": "synonym_graph",
            "synonyms": ["hr, human resources", "pto => annual leave"],
        },
    },
    "normalizer": {"folded": {"type": "custom", "filter": ["lowercase", "asciifolding"]}},
    "analyzer": {
        "text": {
            "tokenizer": "standard",
            "char_filter": ["apostrophes"],
            "filter": ["possessive", "lowercase", "folded", "english"],
        },
        "question": {
            "tokenizer": "standard",
            "char_filter": ["apostrophes"],
            "filter": ["possessive", "lowercase", "folded", "synonyms", "english"],
        },
        "exact": {
            "tokenizer": "whitespace",
            "char_filter": ["digits_together"],
            "filter": ["parts", "lowercase", "asciifolding", "unique"],
        },
        "beginnings": {
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "beginnings"],
        },
        "plain": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
    },
}
TITLE = {
    "type": "text",
    "analyzer": "text",
    "search_analyzer": "question",
    "fields": {
        "whole": {"type": "keyword", "normalizer": "folded"},
        "plain": {"type": "text", "analyzer": "plain"},
        "begins": {"type": "text", "analyzer": "beginnings", "search_analyzer": "plain"},
        "exact": {"type": "text", "analyzer": "exact"},
    },
}
MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "title": TITLE,
        "body": {"type": "text", "analyzer": "text", "search_analyzer": "question"},
        "kind": {"type": "keyword"},
        "access": {"type": "long"},
        "date": {"type": "date"},
    },
}
DOCUMENTS = (
    (
        "1",
        "Annual leave policy",
        "How to book leave. Ask Human Resources or Müller.",
        "policy",
        2023,
    ),
    ("2", "Wi-Fi set-up", "Connect your devices. Café guests too.", "page", 2024),
    ("3", "Form P45", "Leaving the firm. Call 020 7946 0000.", "page", 2025),
    ("4", "News of the café", "The annual coffee report.", "news", 2026),
)


def operations(index: str, version: int, do: str = "index") -> list[dict[str, Any]]:
    """Every document at this version, or its deletion."""
    found = []
    for key, title, body, kind, year in DOCUMENTS:
        operation = {"_op_type": do, "_index": index, "_id": key}
        operation |= {"version": version, "version_type": "external"}
        if do == "index":
            operation |= {"title": title, "body": body, "kind": kind, "access": int(key) % 2}
            operation["date"] = f"{year}-01-01"
        found.append(operation)
    return found


def statuses(client: Elasticsearch, sent: list[dict[str, Any]]) -> set[int]:
    done = helpers.streaming_bulk(client, sent, raise_on_error=False)
    return {next(iter(result.values()))["status"] for _, result in done}


@pytest.fixture(scope="module")
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url, http_compress=True) as client:
        yield client


@pytest.fixture(scope="module")
def index(client: Elasticsearch) -> Iterator[str]:
    name = f"node-{uuid.uuid4().hex[:12]}"
    settings = {"number_of_replicas": 0, "analysis": ANALYSIS}
    client.indices.create(index=name, settings=settings, mappings=MAPPINGS)
    helpers.bulk(client, operations(name, 5), refresh=True)
    yield name
    client.indices.delete(index=name)


@pytest.fixture(scope="module")
def found(client: Elasticsearch, index: str) -> Callable[..., list[str]]:
    def search(**body: Any) -> list[str]:
        return [hit["_id"] for hit in client.search(index=index, **body)["hits"]["hits"]]

    return search


@pytest.mark.parametrize(
    ("analyzer", "text", "tokens"),
    [
        ("text", "Müller’s policies", "muller müller polici"),
        ("text", "terms & running", "term and run"),
        ("exact", "Wi-Fi PAYE-RTI/22", "wifi wi fi payerti22 paye rti 22"),
        ("exact", "020 7946-0000", "02079460000"),
        ("beginnings", "Café", "c ca caf cafe"),
        ("question", "HR", "human hr resourc"),
    ],
)
def test_text_is_analysed(client, index, analyzer: str, text: str, tokens: str) -> None:
    answer = client.indices.analyze(index=index, analyzer=analyzer, text=text)
    assert [token["token"] for token in answer["tokens"]] == tokens.split()


FIELDS = ["title^5", "body"]
AND = {"operator": "and"}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"match": {"body": "leaves"}}, "1 3"),
        ({"match": {"body": {"query": "hr", **AND}}}, "1"),
        ({"match_phrase": {"title": "pto"}}, "1"),
        ({"match": {"body": "muller"}}, "1"),
        ({"term": {"title.whole": "NEWS of the Cafe"}}, "4"),
        ({"match": {"title.exact": "wifi"}}, "2"),
        ({"match": {"title.begins": "caf"}}, "4"),
        ({"combined_fields": {"query": "annual leave hr", "fields": FIELDS, **AND}}, "1"),
        ({"multi_match": {"query": "policy book", "type": "cross_fields", "fields": FIELDS, **AND}}, "1"),
        ({"dis_max": {"queries": [{"match": {"title": "form"}}, {"match": {"body": "devices"}}]}}, "2 3"),
        ({"match": {"title.plain": {"query": "anual polcy", "fuzziness": "AUTO", **AND}}}, "1"),
        ({"bool": {"filter": {"terms": {"access": list(range(1, 3000))}}}}, "1 3"),
    ],
)  # fmt: skip
def test_a_query_finds(found, query: dict[str, Any], ids: str) -> None:
    assert sorted(found(query=query)) == ids.split()


def test_what_is_new_comes_first(found) -> None:
    decay = {"gauss": {"date": {"origin": "2026-01-01", "scale": "365d"}}}
    everything = {"match_all": {}}
    query = {"function_score": {"query": everything, "functions": [decay]}}
    assert found(query=query) == ["4", "3", "2", "1"]


def test_pages_follow_each_other(client, index, found) -> None:
    sort = [{"date": "desc"}, {"kind": "asc"}]
    first = client.search(index=index, size=2, sort=sort)["hits"]["hits"]
    assert [hit["_id"] for hit in first] == ["4", "3"]
    assert found(size=2, sort=sort, search_after=first[-1]["sort"]) == ["2", "1"]


def test_facets_are_counted(client, index) -> None:
    wanted = {
        "kinds": {"terms": {"field": "kind"}},
        "years": {"filters": {"filters": {"late": {"range": {"date": {"gte": "2025"}}}}}},
        "number": {"cardinality": {"field": "kind"}},
    }
    answer = client.search(index=index, size=0, aggs=wanted)["aggregations"]
    kinds = {bucket["key"]: bucket["doc_count"] for bucket in answer["kinds"]["buckets"]}
    assert kinds == {"page": 2, "policy": 1, "news": 1}
    assert answer["years"]["buckets"]["late"]["doc_count"] == 2
    assert answer["number"]["value"] == 3


def test_a_hit_is_highlighted_and_explained(client, index) -> None:
    highlight = {"pre_tags": ["["], "post_tags": ["]"], "fields": {"body": {}}}
    query = {"match": {"body": {"query": "devices", "_name": "in the body"}}}
    answer = client.search(
        index=index, query=query, highlight=highlight, explain=True, profile=True
    )
    hit = answer["hits"]["hits"][0]
    assert hit["highlight"]["body"] == ["Connect your [devices]. Café guests too."]
    assert hit["_explanation"]["value"] == pytest.approx(hit["_score"])
    assert hit["matched_queries"] == ["in the body"]
    assert answer["profile"]["shards"]


def test_a_misspelt_question_is_put_right(client, index) -> None:
    spelling = {"field": "title.plain", "suggest_mode": "always"}
    phrase = {"field": "title.plain", "max_errors": 2, "direct_generator": [spelling]}
    answer = client.search(
        index=index, size=0, suggest={"s": {"text": "anual polcy", "phrase": phrase}}
    )
    assert answer["suggest"]["s"][0]["options"][0]["text"] == "annual policy"


def test_what_is_old_overwrites_nothing_and_brings_back_nothing(client, index) -> None:
    assert statuses(client, operations(index, 5)) == {409}
    assert statuses(client, operations(index, 4, "delete")) == {409}
    assert statuses(client, operations(index, 7, "delete")) == {200}
    assert statuses(client, operations(index, 6)) == {409}
    assert statuses(client, operations(index, 8)) == {201}
    client.indices.refresh(index=index)
    assert client.count(index=index)["count"] == len(DOCUMENTS)


def test_an_alias_moves_in_one_step(client, index) -> None:
    alias, other = f"{index}-alias", f"{index}-next"
    client.indices.create(index=other, settings={"number_of_replicas": 0})
    client.indices.put_alias(index=index, name=alias)
    move = [{"remove": {"index": index, "alias": alias}}, {"add": {"index": other, "alias": alias}}]
    client.indices.update_aliases(actions=move)
    assert list(client.indices.get_alias(name=alias)) == [other]
    client.indices.delete(index=other)
