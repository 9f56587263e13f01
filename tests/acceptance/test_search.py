"""Search, measured on an agency's handbook and on a department's staff: the second issue's figures.

It runs on the database that pytest is given, and on Elasticsearch where that can be started.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from elasticsearch import Elasticsearch

from search.judged_files import Judged
from search.judging import Scores, judge
from search.management.commands.judge import table
from tests.acceptance import judged_handbook, judged_staff, source
from tests.acceptance.judged_words import keyword_queries, old_address_queries, shared_queries

#: So many queries of each set about staff.
MANY = 200
AT = "handbook"
#: The least of MRR@10 and of what is found in ten: on the database's engine, and on Elasticsearch.
HANDBOOK = {
    "links": ((0.71, 0.92), (0.74, 0.94)),
    "keywords": ((0.62, 0.80), (0.66, 0.82)),
}
#: The least share of queries whose first hit is right.
STAFF = {
    "name": 0.99,
    "typo": 0.95,
    "nickname": 0.95,
    "preferred": 0.95,
    "mail": 1.0,
    "phone": 1.0,
    "id": 1.0,
    "namesake-unit": 0.95,
    "namesake-title": 0.95,
}


@pytest.fixture(scope="class")
def elasticsearch(elasticsearch_url: str) -> Iterator[dict[str, str]]:
    """Settings for indices of our own on a node."""
    prefix = f"acceptance-{uuid.uuid4().hex[:8]}"
    yield {"ELASTICSEARCH_URL": elasticsearch_url, "ELASTICSEARCH_INDEX_PREFIX": prefix}
    with Elasticsearch(elasticsearch_url) as client:
        for name in client.indices.get(
            index=f"{prefix}*"
        ):  # a node may refuse to delete by pattern
            client.indices.delete(index=name)


@pytest.fixture(scope="class")
def writing(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """What a class of tests writes is there for all of it, and gone afterwards."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield
        transaction.set_rollback(True)


def judged(queries: list[Judged], engine: str, elastic: dict[str, str]) -> dict[str, Scores]:
    """The scores of the sets, printed."""
    with override_settings(**elastic):
        if elastic:
            call_command("search_index", "build", engine=engine, verbosity=0)
        scores = judge(queries, engine=engine).by_set()
    print(f"\n{engine}\n{table(scores)}")
    return scores


class TestHandbook:
    """Queries made of its own links, on a copy in which these are cut, and of its pages' words."""

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls, data: Path, writing: None, tmp_path_factory: Any) -> list[Judged]:
        copy = tmp_path_factory.mktemp("handbook") / "cut"
        judged_handbook.cut(data / "handbook", copy)
        call_command("import_pages", str(copy), at=f"/{AT}/", kind="content", verbosity=0)
        files = source.read(data / "handbook")
        found = judged_handbook.link_queries(files).judged()
        for make in (keyword_queries, shared_queries, old_address_queries):
            found += make(files)
        return [
            Judged(one.set_name, one.query, tuple(f"{AT}/{path}" for path in one.answers))
            for one in found
        ]

    def test_the_database_finds_its_pages(self, queries: list[Judged]) -> None:
        self.hold(judged(queries, connection.vendor, {}), 0)

    def test_elasticsearch_finds_its_pages(
        self, queries: list[Judged], elasticsearch: dict[str, str]
    ) -> None:
        self.hold(judged(queries, "elasticsearch", elasticsearch), 1)

    def hold(self, scores: dict[str, Scores], engine: int) -> None:
        for name, least in HANDBOOK.items():
            mrr, found = least[engine]
            assert scores[name].mrr10 >= mrr, (name, scores[name])
            assert scores[name].s10 >= found, (name, scores[name])


class TestStaff:
    """Everybody of the staff file, and people added for what it does not have."""

    @pytest.fixture(scope="class")
    @classmethod
    def queries(cls, data: Path, writing: None) -> list[Judged]:
        file = data / "people" / "staff.csv"
        call_command("import_staff", str(file), verbosity=0)
        rows = judged_staff.read(file)
        judged_staff.add_people(rows)
        return judged_staff.Staff(rows, MANY).judged()

    def test_the_database_finds_them(self, queries: list[Judged]) -> None:
        self.hold(judged(queries, connection.vendor, {}))

    def test_elasticsearch_finds_them(
        self, queries: list[Judged], elasticsearch: dict[str, str]
    ) -> None:
        self.hold(judged(queries, "elasticsearch", elasticsearch))

    def hold(self, scores: dict[str, Scores]) -> None:
        assert set(scores) == set(STAFF)
        for name, least in STAFF.items():
            assert scores[name].s1 >= least, (name, scores[name])
