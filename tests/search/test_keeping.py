"""What changes is sent, whatever happens on the way; an index is built beside the one that answers."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from elasticsearch import Elasticsearch

from search import outbox
from search.elastic import build as building
from search.elastic import keeping
from search.elastic import sync as sending
from search.elastic.build import BuildError, build, tidy
from search.elastic.comparing import differences
from search.elastic.keeping import look_after, send_what_changed
from search.elastic.mapping import PROPERTIES
from search.elastic.sync import sync
from search.models import Entry, Index, IndexState
from search.writing import write
from tests.factories.pages import ContentPageFactory, restrict, text
from tests.search.conftest import held, titles

pytestmark = pytest.mark.django_db


def run(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("search_index", *words, stdout=out, **options)
    return out.getvalue()


def versions() -> dict[str, int]:
    return {entry.key: entry.version for entry in Entry.objects.filter(live=True)}


def unsent() -> list[str]:
    return sorted(entry.title for entry in Entry.objects.unsent())


# Sending.


def test_every_change_reaches_the_index(elastic: Elasticsearch, home: Any, find: Any) -> None:
    page, other = ContentPageFactory(title="Tide tables"), ContentPageFactory(title="Moorings")
    index = build()
    assert held(elastic, index) == versions()
    assert titles(find("tide")) == ["Tide tables"]
    page.title = "Ebb tables"
    page.save_revision().publish()
    other.unpublish()
    ContentPageFactory(title="Buoys")
    assert sync() >= 3
    assert unsent() == []
    assert held(elastic, index) == versions()
    assert not Entry.objects.filter(live=False).exists()
    assert titles(find("buoys")) == ["Buoys"]
    assert sync() == 0


def test_what_was_sent_is_there_for_searches_at_once(
    elastic: Elasticsearch, home: Any, find: Any
) -> None:
    build()
    for number in range(5):
        page = ContentPageFactory(title=f"Quokka {number}")
        sync()
        assert find("quokka").total == number + 1
    page.delete()
    sync()
    assert find("quokka").total == 4


def test_a_change_made_while_another_is_sent_stays_unsent(
    elastic: Elasticsearch, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ContentPageFactory(title="Tide tables")
    build()
    page.title = "Ebb tables"
    page.save_revision().publish()
    refresh = sending.refresh

    def change_meanwhile(indices: Any) -> None:
        monkeypatch.setattr(sending, "refresh", refresh)
        page.title = "Flood tables"
        page.save_revision().publish()
        refresh(indices)

    monkeypatch.setattr(sending, "refresh", change_meanwhile)
    sync()
    assert unsent() == ["Flood tables"]
    sync()
    assert unsent() == []


def test_an_index_that_appears_while_changes_are_sent_is_told_too(
    elastic: Elasticsearch, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ContentPageFactory(title="Tide tables")
    build()
    page.title = "Ebb tables"
    page.save_revision().publish()
    made: list[Index] = []

    def appear(indices: Any) -> None:
        if not made:
            made.append(Index.objects.create(name=building._new_name()))
            building._make(made[0])

    monkeypatch.setattr(sending, "refresh", appear)
    assert sync() == 0
    assert unsent() == ["Ebb tables"]
    assert sync() == 1
    assert list(held(elastic, made[0].name)) == [f"page:{page.pk}"]


def test_a_thing_that_is_made_again_is_found_again(
    elastic: Elasticsearch, home: Any, find: Any
) -> None:
    page = ContentPageFactory(title="Tide tables")
    build()
    for _time in range(2):
        page.unpublish()
        sync()
        assert titles(find("tide")) == []
        page.save_revision().publish()
        page.refresh_from_db()
        sync()
        assert titles(find("tide")) == ["Tide tables"]


def test_what_is_refused_is_said_and_holds_nothing_up(
    elastic: Elasticsearch, home: Any, find: Any, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    build()
    bad, good = ContentPageFactory(title="Tide tables"), ContentPageFactory(title="Tide gauges")
    document = sending.document_of
    with monkeypatch.context() as patch:
        patch.setattr(
            sending,
            "document_of",
            lambda entry: document(entry) | ({"x": 1} if entry.number == bad.pk else {}),
        )
        sync()
        sync()
    assert unsent() == ["Tide tables"]
    assert caplog.text.count(f"refuses page:{bad.pk}") == 1
    assert sorted(titles(find("tide"))) == [good.title, bad.title]
    sending._refused.clear()
    sync()
    assert unsent() == []


def test_a_change_is_queued_once_after_the_commit_and_the_queue_sends_it(
    elastic: Elasticsearch, home: Any, django_capture_on_commit_callbacks: Any
) -> None:
    build()
    tasks = DBTaskResult.objects.filter(task_path="search.tasks.send_changes")
    with django_capture_on_commit_callbacks(execute=True):
        ContentPageFactory(title="Tide tables")
        ContentPageFactory(title="Ebb tables")
        assert not tasks.exists()
    tasks.get().task.call()
    assert unsent() == []


def test_without_elasticsearch_nothing_is_kept_for_it(
    home: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert not settings.ELASTICSEARCH_URL
    with django_capture_on_commit_callbacks(execute=True):
        page = ContentPageFactory(title="Tide tables")
        page.delete()
    assert not Entry.objects.unsent().exists()
    assert not Entry.objects.filter(live=False).exists()
    assert not DBTaskResult.objects.exists()
    assert not outbox.is_kept()


def test_a_round_with_nothing_to_send_costs_one_query(elastic: Elasticsearch, home: Any) -> None:
    build()
    with CaptureQueriesContext(connection) as queries:
        send_what_changed()
    assert len(queries) == 1


# Building.


def test_a_new_index_takes_the_place_of_the_old_one(
    elastic: Elasticsearch, home: Any, find: Any, settings: Any
) -> None:
    ContentPageFactory(title="Tide tables")
    first, second = build(), build()
    alias = settings.ELASTICSEARCH_INDEX_PREFIX
    assert list(elastic.indices.get(index=f"{alias}*")) == [second]
    assert list(elastic.indices.get_alias(name=alias)) == [second]
    assert list(Index.objects.values_list("name", "state")) == [(second, IndexState.LIVE)]
    assert first != second
    assert titles(find("tide")) == ["Tide tables"]


def test_what_changes_during_a_build_is_in_the_new_index(
    elastic: Elasticsearch, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, gone = ContentPageFactory(title="Tide tables"), ContentPageFactory(title="Moorings")
    build()
    deliver = sending.deliver
    changed: list[int] = []

    def change_before(index: str, batch: Any) -> Any:
        batch = list(batch)
        if not changed:
            changed.append(1)
            page.title = "Ebb tables"
            page.save_revision().publish()
            gone.delete()
            ContentPageFactory(title="Buoys")
            sync()
        return deliver(index, batch)

    monkeypatch.setattr(building, "deliver", change_before)
    index = build()
    assert held(elastic, index) == versions()
    assert not list(differences(index))


def test_a_dead_build_is_cleared_away_and_a_living_one_is_waited_for(
    elastic: Elasticsearch, home: Any
) -> None:
    dead = Index.objects.create(name=building._new_name())
    building._make(dead)
    with pytest.raises(BuildError, match="being built"):
        build()
    Index.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    name = build()
    assert not elastic.indices.exists(index=dead.name)
    assert Index.objects.get().name == name


def test_a_build_that_died_when_its_index_answered_already_is_kept(
    elastic: Elasticsearch, home: Any, find: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ContentPageFactory(title="Tide tables")
    old = build()
    with monkeypatch.context() as patch:
        patch.setattr(building, "_note_answering", lambda _index: None)
        patch.setattr(building, "tidy", lambda _progress: None)
        new = build()
    assert set(Index.objects.values_list("name", "state")) == {(old, "live"), (new, "building")}
    Index.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    tidy()
    assert list(Index.objects.values_list("name", "state")) == [(new, "live")]
    assert not elastic.indices.exists(index=old)
    assert titles(find("tide")) == ["Tide tables"]


def test_a_build_that_fails_leaves_what_answers(
    elastic: Elasticsearch, home: Any, find: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    ContentPageFactory(title="Tide tables")
    name = build()
    monkeypatch.setattr(building, "SETTINGS", {"number_of_shards": 0})
    with pytest.raises(CommandError):
        run("build")
    assert Index.objects.get().name == name
    assert list(elastic.indices.get(index=f"{settings.ELASTICSEARCH_INDEX_PREFIX}*")) == [name]
    assert find("tide").engine == "elasticsearch"


def test_the_worker_builds_the_first_index_and_one_of_a_new_shape(
    elastic: Elasticsearch, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_after()
    first = Index.objects.get(state=IndexState.LIVE).name
    look_after()
    assert Index.objects.get().name == first
    monkeypatch.setitem(PROPERTIES, "colour", {"type": "keyword"})
    look_after()
    assert Index.objects.get().name != first


# Checking.


def test_a_check_says_each_difference_and_mends_it(
    elastic: Elasticsearch, home: Any, settings: Any
) -> None:
    pages = [ContentPageFactory(title=f"Tide {number}") for number in range(6)]
    index = build()
    assert "entries agree" in run("check")
    missing, stale, other_rule, left_over, unwritten, strange = pages
    elastic.delete(index=index, id=f"page:{missing.pk}")
    entry = Entry.objects.get(source="page", number=stale.pk)
    Entry.objects.filter(pk=entry.pk).update(
        version=entry.version + 1, indexed_version=entry.version + 1
    )
    for page, change in ((other_rule, {"rule": 999_999}), (strange, {})):
        document = elastic.get(index=index, id=f"page:{page.pk}")
        key = f"page:{page.pk}" if change else "page:999999"
        source = document["_source"] | (change or {"id": 999_999_999})
        version = document["_version"] + 1
        elastic.index(
            index=index, id=key, document=source, version=version, version_type="external"
        )
    Entry.objects.filter(source="page", number=left_over.pk).update(number=888_888)
    Entry.objects.filter(source="page", number=unwritten.pk).update(summary="Other words.")
    elastic.indices.refresh(index=index)
    out = StringIO()
    with pytest.raises(CommandError, match="differences") as refusal:
        call_command("search_index", "check", stdout=out)
    assert refusal.value.returncode == 1
    for sentence in (
        f"page:{missing.pk} is missing from the index.",
        f"page:{stale.pk} has version",
        f"page:{other_rule.pk} has rule 999999 in the index",
        "page:999999 is in the index, and is not to be found any more.",
        f"page:{left_over.pk} has no entry.",
        "page:888888 has an entry, and is not to be found any more.",
        f"page:{unwritten.pk} has an entry that is out of date: summary.",
    ):
        assert sentence in out.getvalue()
    assert "entries agree" in run("check", repair=True)
    assert "entries agree" in run("check")
    assert held(elastic, index) == versions()


def test_a_check_of_the_database_alone_needs_no_index(home: Any) -> None:
    page = ContentPageFactory(title="Tide tables")
    assert "entries agree" in run("check")
    Entry.objects.filter(number=page.pk).update(title="Ebb")
    with pytest.raises(CommandError):
        run("check")
    assert "entries agree" in run("check", repair=True)


def test_a_build_of_the_database_writes_everything_anew(home: Any, find: Any) -> None:
    page = ContentPageFactory(title="Tide tables")
    Entry.objects.all().delete()
    out = run("build")
    assert "entries are in line" in out
    assert titles(find("tide")) == [page.title]


@pytest.mark.parametrize(
    ("words", "options", "status"),
    [
        (["sync"], {"repair": True}, 2),
        (["check"], {"engine": "solr"}, 2),
        (["build"], {"engine": "elasticsearch"}, 2),
    ],
)
def test_wrong_use_is_refused(words: list[str], options: dict[str, Any], status: int) -> None:
    with pytest.raises(CommandError) as refusal:
        run(*words, **options)
    assert refusal.value.returncode == status


# What the index has yet to hear of.


def test_what_is_unsent_is_found_counted_and_kept_from_who_may_not_see_it(
    elastic: Elasticsearch, home: Any, find: Any, admin: Any
) -> None:
    pages = [ContentPageFactory(title=f"Quokka {n}", slug=f"page-{n}") for n in range(4)]
    build()
    pages[0].unpublish()
    restrict(pages[1], Group.objects.create(name="Few"))
    pages[2].title = "Wallaby"
    pages[2].save_revision().publish()
    ContentPageFactory(title="Quokka news", body=[text("<p>Seen.</p>")])
    for _time in ("unsent", "sent"):
        results = find("quokka")
        assert results.engine == "elasticsearch"
        assert not results.is_fallback
        assert sorted(titles(results)) == ["Quokka 3", "Quokka news"]
        assert results.total == 2
        assert sum(value.count for value in results.facets["kind"]) == 2
        assert sorted(titles(find("quokka", admin))) == ["Quokka 1", "Quokka 3", "Quokka news"]
        sync()
        assert unsent() == []


def test_with_too_much_unsent_the_database_answers(
    elastic: Elasticsearch, home: Any, find: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr("search.choice.MOST_PENDING", 2)
    for number in range(3):
        ContentPageFactory(title=f"Quokka {number}")
    results = find("quokka")
    assert (results.total, results.is_fallback) == (3, True)
    sync()
    assert not find("quokka").is_fallback


def test_operators_can_ask_who_answers(
    elastic: Elasticsearch, home: Any, client: Client, settings: Any
) -> None:
    def said() -> Any:
        answer = client.get("/health/ready")
        assert answer.status_code == 200
        return answer.json().get("search")

    assert "has no index yet" in said()
    build()
    assert said() == "ok"
    settings.ELASTICSEARCH_URL = ""
    assert said() is None


def test_everything_is_described_again_once_a_day_in_turns(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search import whole

    page = ContentPageFactory(title="Tide tables")
    Entry.objects.filter(number=page.pk).update(title="Ebb")
    monkeypatch.setattr(whole, "A_TURN", -1)
    turns = whole.Turns()
    assert turns()
    while turns():
        pass
    assert Entry.objects.get(source="page", number=page.pk).title == "Tide tables"


def test_writing_gives_versions_that_never_fall(elastic: Elasticsearch, home: Any) -> None:
    page = ContentPageFactory(title="Tide tables")
    entry = Entry.objects.get(source="page", number=page.pk)
    ahead = entry.version + 10**12
    Entry.objects.filter(pk=entry.pk).update(version=ahead)
    page.title = "Ebb tables"
    page.save_revision().publish()
    write("page", [page.pk])
    assert Entry.objects.get(pk=entry.pk).version > ahead


def test_the_worker_says_once_that_it_cannot_send_and_once_that_it_can(
    elastic: Elasticsearch, home: Any, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level("INFO")
    build()
    ContentPageFactory(title="Tide tables")
    url, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, "http://127.0.0.1:9"
    for _time in range(3):
        keeping._upkeep.again_at = 0
        send_what_changed()
    settings.ELASTICSEARCH_URL = url
    for _time in range(2):
        keeping._upkeep.again_at = 0
        send_what_changed()
    assert caplog.text.count("cannot be kept up to date") == 1
    assert caplog.text.count("kept up to date again") == 1
    assert unsent() == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            {"type": "mapper_parsing_exception", "reason": "failed to parse field [x] in document with id 'page:1'. Preview of field's value: 'Quokka\nplans'"},
            "mapper_parsing_exception: failed to parse field [x] in document with id 'page:1'. Preview of field's value: …",
        ),
        ({"type": "x", "reason": "why", "caused_by": {"reason": 'For input string: "Quokka"'}}, "x: why"),
        ("quokka", "400"),
    ],
)  # fmt: skip
def test_why_something_was_refused_is_said_without_quoting_it(error: Any, said: str) -> None:
    assert sending.reason_of({"status": 400, "error": error}) == said
