"""Whatever happens to a site, search shows all that a person may see of what they ask for, and nothing else."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, example, given, settings
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.models import User
from core import registry
from search import choice
from search.elastic.client import PATIENCE_OF_JOBS
from search.writing import write_all
from tests.access.histories import Step
from tests.search import desk_exits, exits
from tests.search.conftest import forget
from tests.search.engines import Elastic, Engine
from tests.search.exits import LONG, Known, Visit
from tests.search.oracle import differences
from tests.search.worlds import SearchWorld, histories

pytestmark = pytest.mark.django_db
#: `make test` tries 40 histories an engine, `.ci/run` 150. Of Elasticsearch's three of four run beside SQLite, which is quicker.
TIMES = int(os.environ.get("SEARCH_HISTORIES") or 40)
BESIDE = round(TIMES * (0.75 if connection.vendor == "sqlite" else 0.25))
NO_GROUPS: frozenset[int] = frozenset()
#: A page that leads to an open one is closed, taken down, and deleted.
A_LINK_IS_CLOSED: list[Step] = [
    ("rename", 1, 3, NO_GROUPS),
    ("restrict", 2, 0, NO_GROUPS),
    ("unrestrict", 1, 0, NO_GROUPS),
    ("unpublish", 1, 0, NO_GROUPS),
    ("publish", 1, 0, NO_GROUPS),
    ("delete", 1, 0, NO_GROUPS),
]
A_BET_LEADS_TO_A_DRAFT: list[Step] = [
    ("unrestrict", 2, 4, NO_GROUPS),
    ("unpublish", 0, 0, NO_GROUPS),
    ("unpublish", 5, 5, NO_GROUPS),
    ("move", 6, 4, NO_GROUPS),
    ("join", 3, 6, NO_GROUPS),
    ("unrestrict", 2, 4, NO_GROUPS),
]


@pytest.fixture
def begun(home: Page) -> SearchWorld:
    """The world as every history finds it."""
    for things in registry.findables:
        list(write_all(things.name))
    return SearchWorld.begin()


@pytest.fixture
def elastic(elasticsearch_url: str, monkeypatch: pytest.MonkeyPatch) -> Elastic:
    """Elasticsearch, which is waited for, however busy the machine is."""
    forget()
    monkeypatch.setattr(choice, "PATIENCE", PATIENCE_OF_JOBS)
    return Elastic(elasticsearch_url)


def each_history(times: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try so many histories. They are short: making them shorter would take longer than reading them."""

    def prepare(test: Callable[..., None]) -> Callable[..., None]:
        for history in (A_BET_LEADS_TO_A_DRAFT, A_LINK_IS_CLOSED):
            test = example(history=history)(test)
        tried: Callable[..., None] = settings(
            max_examples=times,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
            phases=[Phase.explicit, Phase.generate],
        )(given(history=histories)(test))
        return tried

    return prepare


@each_history(TIMES)
def test_everybody_finds_in_the_database_what_they_may_see_and_nothing_else(
    begun: SearchWorld, history: list[Step]
) -> None:
    live(begun, Engine(), history)


@each_history(BESIDE)
def test_everybody_finds_in_elasticsearch_what_they_may_see_and_nothing_else(
    begun: SearchWorld, elastic: Elastic, history: list[Step]
) -> None:
    live(begun, elastic, history)


def live(begun: SearchWorld, engine: Engine, history: list[Step]) -> None:
    """Let a history happen, and look at every exit after each step."""
    cache.clear()
    world = replace(begun, groups=list(begun.groups))
    quick = override_settings(WAGTAILSEARCH_BACKENDS={})
    with transaction.atomic(), quick, disable_reference_index_auto_update(), engine.running():
        for number, step in enumerate(history, start=1):
            world.do(step)
            engine.keep_up()
            check(world, engine, sum(step[1:3]) + number, is_last=number == len(history))
        transaction.set_rollback(True)


def check(world: SearchWorld, engine: Engine, number: int, *, is_last: bool) -> None:
    """Compare what search shows with the oracle: for all readers in the end, and for two of them before that."""
    assert differences() == []
    known = Known.now(world)
    readers = list(User.objects.filter(pk__in=[person.pk for person in world.people]))
    visits = [Visit.of(reader, engine, known) for reader in readers]
    chosen = visits[number % len(visits)]
    for visit in visits if is_last else (chosen, visits[(number + 1) % len(visits)]):
        exits.things(visit)
    for visit in visits if is_last else [chosen]:
        exits.closed_words(visit, some(visit.closed, number)[:1])
        exits.open_words(visit, some(visit.allowed & known.words, number)[:1])
    if is_last:
        look_everywhere(visits, chosen, number)
        editor = next(visit for visit in visits if visit.reader.pk == world.editor.pk)
        look_at_the_desk(visits, editor, number)


def look_everywhere(visits: list[Visit], chosen: Visit, number: int) -> None:
    """Every other exit on the reading side; the terminal and whole pages for one reader."""
    for visit in visits:
        exits.page_by_page(visit)
        exits.typing(visit)
        exits.nothing_found(visit, some(visit.closed, number)[1])
        exits.bets(visit)
    exits.terminal(chosen)
    desk_exits.site(chosen, some(chosen.closed, number)[2])


def look_at_the_desk(visits: list[Visit], editor: Visit, number: int) -> None:
    """One part of the editors' desk, another one each time."""
    closed = some(editor.closed, number)
    desk_exits.note_searches(visits, [*closed[:2], "thing"])
    desk_exits.desk(editor, visits, closed, number)


def some(words: set[str], number: int) -> list[str]:
    """A few of these words, other ones each time."""
    long = sorted(word for word in words if len(word) == LONG)
    start = number * 5 % max(1, len(long))
    return [*long[start:], *long[:start]][:5]
