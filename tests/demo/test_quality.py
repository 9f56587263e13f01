"""How well search finds what staff look for in the demo: it may get better, and not worse."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from elasticsearch import Elasticsearch

from demo import search as demo_search
from search.judged_files import read
from search.judging import judge, judge_stored, not_here
from search.models import BestBet, JudgedQuery, Synonym
from search.readers import request_of

#: The least MRR@10 of each set, and the least share that is found in ten.
FLOORS = {
    "words": (0.90, 0.95),
    "synonyms": (0.90, 0.95),
    "typos": (0.90, 0.95),
    "names": (0.80, 0.95),
    "files": (0.90, 0.95),
}


@pytest.fixture
def elasticsearch(demo: Any, elasticsearch_url: str, settings: Any) -> Iterator[str]:
    """An index of the demo, built as an operator would."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = prefix = f"quality-{uuid.uuid4().hex[:8]}"
    call_command("search_index", "build", engine="elasticsearch")
    yield "elasticsearch"
    with Elasticsearch(elasticsearch_url) as client:
        for name in client.indices.get(
            index=f"{prefix}*"
        ):  # a node may refuse to delete by pattern
            client.indices.delete(index=name)


def assert_floors(engine: str) -> None:
    scores = judge_stored(engine=engine)
    assert set(scores) == set(FLOORS)
    for name, (mrr, found) in FLOORS.items():
        assert scores[name].mrr10 >= mrr, (name, scores[name])
        assert scores[name].s10 >= found, (name, scores[name])
        assert scores[name].zero == 0, (name, scores[name])


def test_the_database_finds_what_staff_look_for(demo: Any) -> None:
    assert_floors(connection.vendor)


def test_elasticsearch_finds_what_staff_look_for(elasticsearch: str) -> None:
    assert_floors(elasticsearch)


def test_every_judged_query_of_the_demo_is_kept_and_its_answers_are_there(demo: Any) -> None:
    file = read(demo_search.JUDGED)
    assert not file.problems
    assert JudgedQuery.objects.count() == len(file.queries)
    answers = [path.strip("/") for row in JudgedQuery.objects.all() for path in row.answers.split()]
    assert not_here(request_of(), answers) == []


def test_the_judge_tells_a_worse_search_from_a_better_one(demo: Any) -> None:
    queries = [one for one in read(demo_search.JUDGED).queries if one.set_name == "synonyms"]
    with_synonyms = judge(queries).by_set()["synonyms"]
    Synonym.objects.all().delete()
    assert judge(queries).by_set()["synonyms"].mrr10 < with_synonyms.mrr10


def test_editors_have_best_bets_and_synonyms_to_begin_with(demo: Any) -> None:
    assert (BestBet.objects.count(), Synonym.objects.count()) == (5, 8)
    for bet in BestBet.objects.all():
        assert bet.target is not None
        assert bet.phrases.exists()
