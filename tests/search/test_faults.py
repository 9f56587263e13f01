"""Elasticsearch away, slow or wrong: search answers with the same rights, in time, and nothing is lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from elasticsearch import Elasticsearch

from search.choice import choose
from search.elastic import breaker as breaking
from search.elastic.build import _new_name, build
from search.elastic.check import check_indices
from search.elastic.keeping import look_after, send_what_changed
from search.elastic.mapping import SETTINGS, mappings
from search.elastic.sync import sync, writing_name
from search.engines.base import EngineAwayError
from search.engines.elastic import TOO_LATE, ElasticEngine
from search.models import Entry, Index
from search.plan import Synonyms, plan
from search.query import parse
from search.readers import scope_of
from search.results import Scope
from tests import seeds
from tests.factories.pages import ContentPageFactory, restrict
from tests.search.conftest import held, titles
from tests.tcp_proxy import Fault, TcpProxy

pytestmark = pytest.mark.django_db
#: What a request may wait, and how much slower a busy machine may be at everything else.
WAIT, LEEWAY = 0.3, 0.05
AWAY = [Fault.REFUSE, Fault.HANG, Fault.SLOW, Fault.CUT, Fault.UNAVAILABLE]


@pytest.fixture
def proxy(elastic: Elasticsearch, settings: Any) -> Iterator[TcpProxy]:
    """The way to Elasticsearch, which can be made to fail."""
    address = urlsplit(settings.ELASTICSEARCH_URL)
    with TcpProxy(str(address.hostname), int(address.port or 0)) as proxy:
        settings.ELASTICSEARCH_URL = proxy.url
        yield proxy


def seconds(work: Callable[[], object]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def recover() -> None:
    """The time has passed after which it is tried again."""
    breaking.breaker._state_storage.opened_at = breaking.datetime.min.replace(tzinfo=breaking.UTC)
    from search.elastic import keeping

    keeping._upkeep.again_at = 0


@pytest.mark.parametrize("fault", AWAY, ids=lambda fault: fault.name.lower())
def test_when_it_fails_the_database_answers_in_time_and_nothing_is_lost(
    fault: Fault, proxy: TcpProxy, home: Any, find: Any, admin: Any, caplog: Any, elastic: Any
) -> None:
    caplog.set_level("INFO")
    few = Group.objects.create(name="Few")
    gone, closed, _open = (
        ContentPageFactory(title=f"Quokka {word}", slug=f"page-{word}")
        for word in ("gone", "closed", "open")
    )
    index = build()
    assert find("quokka").engine == "elasticsearch"
    proxy.turn(fault, seconds=5)

    gone.unpublish()
    restrict(closed, few)
    ContentPageFactory(title="Quokka new", slug="page-new")
    wanted = ["Quokka new", "Quokka open"]

    for _time in range(3):
        results = find("quokka")
        assert results.is_fallback
        assert sorted(titles(results)) == wanted
        assert results.total == 2
        assert sum(value.count for value in results.facets["kind"]) == 2
    assert proxy.connections <= 1  # asked once, and left alone
    assert sorted(titles(find("quokka", admin))) == ["Quokka closed", *wanted]
    assert caplog.text.count("Elasticsearch fails") == 1

    proxy.turn(Fault.PASS)
    recover()
    send_what_changed()
    assert not Entry.objects.unsent().exists()
    assert not check_indices(index)
    results = find("quokka")
    assert (results.engine, results.is_fallback) == ("elasticsearch", False)
    assert sorted(titles(results)) == wanted
    assert caplog.text.count("answers searches again") == 1


@pytest.mark.parametrize(
    ("fault", "delay"), [(Fault.REFUSE, 0), (Fault.HANG, 0), (Fault.SLOW, 5), (Fault.SLOW, 0.2)]
)
def test_a_request_waits_for_it_no_longer_than_its_time_and_once(
    fault: Fault, delay: float, proxy: TcpProxy, home: Any, find: Any
) -> None:
    """This query makes three searches: where each took a fifth of a second, it would be three fifths."""
    ContentPageFactory(title="Quokka")
    build()

    def ask(engine: str = "") -> float:
        return seconds(lambda: find("wombat burrows aplenty", engine=engine))

    usual = median(ask(connection.vendor) for _time in range(3))
    proxy.turn(fault, seconds=delay)
    waits = []
    for _time in range(3):
        recover()
        waits.append(ask() - usual)
        assert ask() - usual < WAIT
    assert min(waits) < WAIT + LEEWAY


def test_a_request_that_has_used_up_its_time_keeps_the_next_from_waiting(
    proxy: TcpProxy, home: Any
) -> None:
    """However much of it is left when the last search comes back, too little for another one or just enough."""
    build()
    asked = plan(parse("quokka"), None, Synonyms())
    for left in (0.0, TOO_LATE / 2, TOO_LATE * 1.1):
        recover()
        ElasticEngine().search(asked, Scope(None), 10)
        assert not breaking.is_open()
        proxy.turn(Fault.HANG)
        with pytest.raises(EngineAwayError):
            ElasticEngine(patience=left).search(asked, Scope(None), 10)
        assert breaking.is_open()
        proxy.turn(Fault.PASS)


def test_suggestions_are_made_without_it(proxy: TcpProxy, home: Any, staff: Any) -> None:
    page = ContentPageFactory(title="Quokka")
    build()
    entry = Entry.objects.get(source="page", number=page.pk).pk
    assert choose().complete(("quo",), scope_of(staff), 5) == [entry]
    proxy.turn(Fault.HANG)
    choice = choose()
    assert choice.complete(("quo",), scope_of(staff), 5) == [entry]
    assert choice.is_fallback
    new = ContentPageFactory(title="Quokka news")
    proxy.turn(Fault.PASS)
    recover()
    choice = choose()
    found = choice.complete(("quo",), scope_of(staff), 5)
    assert not choice.is_fallback
    assert set(found) == {entry, Entry.objects.get(source="page", number=new.pk).pk}


def test_one_search_tries_it_again_while_the_others_are_answered(
    proxy: TcpProxy, home: Any, find: Any
) -> None:
    ContentPageFactory(title="Quokka")
    build()
    proxy.turn(Fault.HANG)
    find("quokka")
    recover()
    assert breaking._may_try()
    assert find("quokka").is_fallback  # somebody tries just now
    breaking.breaker.open()
    proxy.turn(Fault.PASS)
    assert find("quokka").is_fallback  # it failed a moment ago
    recover()
    assert not find("quokka").is_fallback


def test_a_missing_index_is_answered_for_and_built_again(
    elastic: Elasticsearch, home: Any, find: Any
) -> None:
    ContentPageFactory(title="Quokka one")
    index = build()
    elastic.indices.delete(index=index)
    ContentPageFactory(title="Quokka two")
    assert (find("quokka").total, find("quokka").is_fallback) == (2, True)
    send_what_changed()
    assert not elastic.indices.exists(index=index), "what is sent makes no index by the way"
    assert Entry.objects.unsent().count() == 1
    recover()
    look_after()
    recover()
    assert (find("quokka").total, find("quokka").is_fallback) == (2, False)
    assert not check_indices(Index.objects.get().name)


def swap(elastic: Elasticsearch, alias: str, name: str, **made: Any) -> None:
    """Let another index answer, behind our back."""
    elastic.indices.create(index=name, wait_for_active_shards=0, **made)
    old = list(elastic.indices.get_alias(name=alias))
    actions: list[dict[str, Any]] = [{"remove": {"index": one, "alias": alias}} for one in old]
    elastic.indices.update_aliases(actions=[*actions, {"add": {"index": name, "alias": alias}}])
    Index.objects.update(name=name)


def test_an_index_of_another_shape_is_answered_for_and_built_again(
    elastic: Elasticsearch, home: Any, find: Any, settings: Any, caplog: Any
) -> None:
    ContentPageFactory(title="Quokka one")
    build()
    name = _new_name()
    swap(elastic, settings.ELASTICSEARCH_INDEX_PREFIX, name, aliases={writing_name(name): {}})
    elastic.index(index=name, document={"title": "Quokka", "kind": "page"}, refresh=True)
    ContentPageFactory(title="Quokka two")
    results = find("quokka")
    assert (results.total, results.is_fallback) == (2, True)
    assert "Elasticsearch refuses a search" in caplog.text
    look_after()
    recover()
    results = find("quokka")
    assert (results.total, results.is_fallback) == (2, False)


def test_what_an_index_of_an_older_shape_refuses_is_found_all_the_same(
    elastic: Elasticsearch, home: Any, find: Any, settings: Any
) -> None:
    ContentPageFactory(title="Quokka one")
    build()
    older = mappings()
    older["properties"] = {n: v for n, v in older["properties"].items() if n != "popularity"}
    name = _new_name()
    aliases: Any = {writing_name(name): {}}
    from search.elastic.mapping import SETTINGS

    swap(
        elastic,
        settings.ELASTICSEARCH_INDEX_PREFIX,
        name,
        mappings=older,
        settings=SETTINGS,
        aliases=aliases,
    )
    ContentPageFactory(title="Quokka two")
    sync()
    assert Entry.objects.unsent().count() == 1
    assert "Quokka two" in titles(find("quokka"))


def test_where_a_part_of_the_index_is_lost_the_database_answers(
    elastic: Elasticsearch, home: Any, find: Any, settings: Any, monkeypatch: Any
) -> None:
    ContentPageFactory(title="Quokka one")
    build()
    nowhere = {"index.routing.allocation.require._name": "nowhere"}
    name = _new_name()
    swap(
        elastic, settings.ELASTICSEARCH_INDEX_PREFIX, name, settings={**SETTINGS, **nowhere}, mappings=mappings(),
        aliases={writing_name(name): {}},
    )  # fmt: skip
    monkeypatch.setattr("search.elastic.sync.PATIENCE_WITH_SHARDS", "200ms")
    results = find("quokka")
    assert (results.total, results.is_fallback) == (1, True)
    ContentPageFactory(title="Quokka two")
    send_what_changed()
    assert Entry.objects.unsent().count() == 1
    build()
    recover()
    sync()
    assert not Entry.objects.unsent().exists()
    results = find("quokka")
    assert (results.total, results.is_fallback) == (2, False)


@pytest.mark.parametrize(
    "answer",
    [{}, {"hits": {}}, {"timed_out": True, "_shards": {"failed": 0}, "hits": {"total": {"value": 0}, "hits": []}}],
)  # fmt: skip
def test_an_answer_that_is_none_is_not_believed(
    answer: dict[str, Any], elastic: Elasticsearch, home: Any, find: Any, monkeypatch: Any
) -> None:
    ContentPageFactory(title="Quokka")
    build()
    monkeypatch.setattr("search.engines.elastic._send", lambda *_asked: answer)
    results = find("quokka")
    assert (results.total, results.is_fallback) == (1, True)


def test_publishing_is_not_slowed_while_it_hangs(
    proxy: TcpProxy, home: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = ContentPageFactory(title="Quokka")
    build()
    url = proxy.url
    proxy.turn(Fault.HANG)

    def publish(number: int) -> float:
        def work() -> None:
            with django_capture_on_commit_callbacks(execute=True):
                page.title = f"Quokka {number}"
                page.save_revision().publish()

        return seconds(work)

    differences = []
    for number in range(50):
        settings.ELASTICSEARCH_URL = url
        hanging = publish(2 * number)
        settings.ELASTICSEARCH_URL = ""
        differences.append(hanging - publish(2 * number + 1))
    assert median(differences) < 0.05
    assert proxy.connections == 0


# What is killed in the middle.


@pytest.fixture
def site(proxy: TcpProxy, tmp_path: Path) -> Iterator["Site"]:
    """A site of its own on a file of its own, with two thousand entries."""
    seed = seeds.migrated().copy_to(tmp_path / "site")
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    site = Site(seed, proxy.url, prefix)
    yield site
    site.database.close()


class Site:
    """Commands are run in processes of their own, which can be killed."""

    def __init__(self, seed: seeds.Seed, url: str, prefix: str) -> None:
        self.prefix = prefix
        self.environment = {
            **os.environ, **seed.environment, "DEMO": "0", "ELASTICSEARCH_URL": url,
            "ELASTICSEARCH_INDEX_PREFIX": prefix,
        }  # fmt: skip
        self.database = sqlite3.connect(seed.database, isolation_level=None, timeout=30)
        texts = (
            "live title names headings summary body words anchors exact address trail topics path"
        )
        values = [1, "Quokka", *[""] * 11]
        marks = ", ".join("?" for _value in range(len(values) + 6))
        self.database.execute("BEGIN")
        self.database.executemany(
            "INSERT INTO search_entry (source, number, kind, popularity, version, indexed_version, "  # noqa: S608
            f"{texts.replace(' ', ', ')}) VALUES ({marks})",
            [("bulk", number, "page", 0, 10, 0, *values) for number in range(2_000)],
        )
        self.database.execute("COMMIT")

    def start(self, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, str(seeds.ROOT / "manage.py"), "search_index", *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=self.environment, cwd=seeds.ROOT, stdout=pipe, stderr=subprocess.STDOUT, text=True
        )  # fmt: skip

    def run(self, *words: str) -> str:
        process = self.start(*words)
        output, _nothing = process.communicate(timeout=60)
        assert process.returncode == 0, output
        return output

    def kill_when(self, reached: Callable[[], bool], *words: str) -> None:
        """Run a command, and kill it as soon as something is so."""
        process = self.start(*words)
        try:
            end = time.monotonic() + 60
            while not reached():
                assert process.poll() is None, process.communicate()[0]
                assert time.monotonic() < end
                time.sleep(0.01)
        finally:
            process.send_signal(signal.SIGKILL)
            process.communicate()

    def ask(self, sql: str) -> list[Any]:
        return self.database.execute(sql).fetchall()

    def number(self, sql: str) -> int:
        return int(self.ask(f"SELECT count(*) FROM {sql}")[0][0])  # noqa: S608 - made of constants

    def holds(self, client: Elasticsearch) -> bool:
        """Whether the index that answers holds the live entries of the table, in their versions."""
        ((name,),) = self.ask("SELECT name FROM search_index")
        assert list(client.indices.get(index=f"{self.prefix}-2*")) == [name]
        assert list(client.indices.get_alias(name=self.prefix)) == [name]
        rows = self.ask("SELECT source || ':' || number, version FROM search_entry WHERE live")
        return held(client, name) == dict(rows)


def test_whatever_is_killed_in_the_middle_is_done_the_next_time(
    site: Site, proxy: TcpProxy, elastic: Elasticsearch
) -> None:
    unsent = "search_entry WHERE indexed_version < version"
    proxy.turn(Fault.SLOW, seconds=0.2)
    site.kill_when(lambda: site.number(unsent) <= 1_500, "build")
    assert site.ask("SELECT state FROM search_index") == [("building",)]
    proxy.turn(Fault.PASS)
    site.database.execute("UPDATE search_index SET touched_at = '2026-01-01'")
    site.database.execute("UPDATE search_entry SET version = 11 WHERE number % 3 = 0")
    assert "was left by a build that died" in site.run("build")
    assert site.number(unsent) == 0
    assert site.holds(elastic)

    everything = site.number("search_entry")
    site.database.execute("UPDATE search_entry SET version = version + 5")
    site.database.execute("UPDATE search_entry SET live = 0 WHERE number % 4 = 0")
    proxy.turn(Fault.SLOW, seconds=0.2)
    site.kill_when(lambda: site.number(unsent) < everything, "sync")
    assert site.number(unsent) > 0
    proxy.turn(Fault.PASS)
    two = [site.start("sync"), site.start("sync")]
    for process in two:
        output = process.communicate(timeout=60)[0]
        assert process.returncode == 0, output
    assert site.number(unsent) == 0
    assert site.number("search_entry WHERE NOT live") == 0
    assert site.holds(elastic)
    for name in elastic.indices.get(index=f"{site.prefix}*"):
        elastic.indices.delete(index=name)
