"""What a search costs, with as many pages and people as a large agency has, beside stock Wagtail's.

    .venv/bin/python tools/bench/search.py
    .venv/bin/python tools/postgres.py .venv/bin/python tools/bench/search.py --engine postgresql

For Elasticsearch see the Makefile.

Prints what filling and publishing takes, then p50, p95 and p99 of the engine alone, of the whole results page
as a member of two groups gets it the second time, and of the suggestions while one types. With --small a tenth
of everything. It fails only where a mark is missed by far: the machine may be busy.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]

from tools.bench.timing import Times, Watch, heading, share, told  # noqa: E402 - found by the line above

#: Pages and people.
SIZES = {
    "sqlite": (20_000, 20_000),
    "postgresql": (20_000, 20_000),
    "elasticsearch": (120_000, 100_000),
}
SMALL = 10
#: Milliseconds at p95: what is aimed at, and what is too much even where others work on the machine too.
ENGINE = {"sqlite": (150, 500), "postgresql": (150, 500), "elasticsearch": (50, 200)}
PAGE, SUGGESTED = (150, 500), (30, 100)
MOST_REQUESTS, MOST_BYTES = 3, 8_000
#: Stock Wagtail's backend, and how many pages it is given: with more on SQLite one query takes many seconds.
STOCK = {
    "sqlite": ("wagtail.search.backends.database", 2_000),
    "postgresql": ("wagtail.search.backends.database", 20_000),
    "elasticsearch": ("wagtail.search.backends.elasticsearch9", 40_000),
}
STOCK_EACH = 2


def fill(agency: Any, engine: str) -> None:
    """People, pages, their entries and the index; printed with how long each took."""
    from search import whole
    from search.models import Entry

    if not agency.is_filled:
        told("pages and people are made", agency.fill)
        told("entries are written", whole.rewrite, Entry)
    if engine == "elasticsearch":
        from search.elastic.build import build

        told("the index is built", build, Entry)


def wait_for_it() -> None:
    """Let Elasticsearch take its time: what is slow is to be measured, and not answered by the database instead."""
    from search import choice

    choice.PATIENCE = choice.PATIENCE_OF_JOBS


def reader() -> Any:
    """A member of two groups."""
    from django.contrib.auth.models import Group

    from accounts.models import User

    sam, _made = User.objects.get_or_create(username="sam", email="sam@a.example")
    sam.groups.set(Group.objects.filter(name__startswith="Group").order_by("pk")[:2])
    return User.objects.get(pk=sam.pk)


def ask_engine(asked: dict[str, list[str]]) -> tuple[Times, Times]:
    """The engine alone: one search for all words, and all that one page asks until there is enough."""
    from search.choice import choose
    from search.desk import read
    from search.plan import plan
    from search.query import parse
    from search.ranking import WINDOW
    from search.readers import scope_of
    from search.service import find

    kept, scope = read(), scope_of(reader())
    one, every = Times("the engine, one search"), Times("the engine, all searches of a page")
    for texts in asked.values():
        for text in texts:
            query = parse(text)
            wanted = plan(query, scope.rules, kept.synonyms)
            one.time(lambda wanted=wanted: choose("", kept.weights).search(wanted, scope, WINDOW))
            every.time(
                lambda query=query: find(choose("", kept.weights), query, scope, kept.synonyms)
            )
    return one, every


def open_pages(asked: dict[str, list[str]], watch: Watch) -> tuple[Times, int]:
    """Results pages the second time, by sort and all; and the most requests that one of them made."""
    from django.test import Client

    client, most = Client(), 0
    client.force_login(reader())
    every = Times("results pages, all")

    def visit(text: str) -> None:
        if client.get("/search/", {"q": text}).status_code != HTTPStatus.OK:
            raise SystemExit(f"There is no page of results for {text}.")

    for sort, texts in asked.items():
        some = Times(f"  {sort}")
        for text in texts:
            before = len(watch.sizes)
            visit(text)
            most = max(most, len(watch.sizes) - before)
            some.time(lambda text=text: visit(text))
        some.tell()
        every.wall += some.wall
        every.cpu += some.cpu
    return every, most


def type_ahead(begun: list[str]) -> Times:
    """Suggestions as one types."""
    from django.test import Client

    client, every = Client(), Times("suggestions")
    client.force_login(reader())
    for text in begun:
        client.get("/search/suggest/", {"q": text})
        every.time(lambda text=text: client.get("/search/suggest/", {"q": text}))
    return every


def beside_stock(engine: str, agency: Any, asked: dict[str, list[str]]) -> None:
    """Stock Wagtail on content pages alone: the best ten and how many there are; printed.

    It is asked for whatever is live: its `public()` would add a clause for each closed page.
    """
    from django.conf import settings
    from wagtail.search.backends import get_search_backend

    from departments.models import ContentPage

    module, most = STOCK[engine]
    settings.WAGTAILSEARCH_BACKENDS["stock"] = {
        "BACKEND": module, "URLS": [settings.ELASTICSEARCH_URL], "INDEX_PREFIX": "stock_", "TIMEOUT": 30,
    }  # fmt: skip
    backend = get_search_backend("stock")
    pages = list(ContentPage.objects.order_by("pk")[: min(most, agency.pages)])
    index = backend.get_index_for_model(ContentPage)
    if engine == "elasticsearch":
        backend.rebuilder_class(index).start().add_model(ContentPage)

    def add() -> None:
        for start in range(0, len(pages), 500):
            index.add_items(ContentPage, pages[start : start + 500])

    told(f"stock Wagtail's index of {len(pages):,} content pages", add)
    if engine == "elasticsearch":
        index.refresh()
    heading()
    every = Times(f"stock Wagtail, {len(pages):,} pages, nobody else")
    for texts in asked.values():
        for text in texts[:STOCK_EACH]:

            def ask(text: str = text) -> None:
                found = backend.search(text, ContentPage.objects.live())
                list(found[:10])
                found.count()

            every.time(ask, runs=1)
    every.tell()


def publishing() -> None:
    """Publishing one page, and the same where search does not listen; printed."""
    from unittest.mock import patch

    from django.db import transaction

    from departments.models import ContentPage

    chance = random.Random(1)  # noqa: S311 - to be the same each time
    numbers = list(ContentPage.objects.order_by("pk").values_list("pk", flat=True))

    def publish() -> None:
        page = ContentPage.objects.get(pk=chance.choice(numbers))
        page.title += "!"
        with transaction.atomic():
            page.save_revision().publish()

    publish()
    Times.time(beside := Times("publishing a page"), publish, runs=9)
    beside.tell()
    with patch("search.listening.write"), patch("search.listening._places", return_value={}):
        Times.time(without := Times("publishing a page, without search"), publish, runs=9)
    without.tell()


def over(found: dict[str, tuple[float, tuple[int, int]]]) -> list[str]:
    """What takes longer than it may even on a busy machine."""
    return [
        f"{name}: {value:.0f} ms" for name, (value, (_aim, fails)) in found.items() if value > fails
    ]


def main() -> int:
    """Fill, measure, and fail where a mark is missed by far."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("--engine", choices=SIZES, default="sqlite")
    options.add_argument("--small", action="store_true", help="a tenth of everything")
    given = options.parse_args()
    if given.engine != "sqlite":
        os.environ["BENCH_DATABASE_URL"] = os.environ.get("DATABASE_URL", "")
    else:
        os.environ.pop("ELASTICSEARCH_URL", None)
    if wrong := unfit(given.engine):
        print(wrong, file=sys.stderr)
        return 2
    from tools.bench import bulk

    with tempfile.TemporaryDirectory() as folder:
        bulk.set_up(Path(folder))
        return measure(given.engine, SMALL if given.small else 1)


def unfit(engine: str) -> str:
    """Why an engine cannot be measured here; empty where it can. It fills databases: only one of this machine's own."""
    from urllib.parse import urlsplit

    urls = {
        "postgresql": ["BENCH_DATABASE_URL"],
        "elasticsearch": ["BENCH_DATABASE_URL", "ELASTICSEARCH_URL"],
    }
    for name in urls.get(engine, ()):
        if urlsplit(os.environ.get(name, "")).hostname not in {"127.0.0.1", "localhost"}:
            return "Run it as its first lines say: it fills a database of its own."
    return ""


def measure(engine: str, part: int) -> int:
    """All of it, with so small a part of everything."""
    from tools.bench.agency import Agency
    from tools.bench.asked import begun, queries

    pages, people = (size // part for size in SIZES[engine])
    agency, watch = Agency(pages, people), Watch()
    print(f"{engine}: {pages:,} pages and {people:,} people")
    fill(agency, engine)
    watch.begin()
    wait_for_it()
    asked = queries(agency)
    heading()
    one, alone = ask_engine(asked)
    one.tell(ENGINE[engine][0])
    alone.tell(ENGINE[engine][0])
    took = list(watch.took)
    page, most = open_pages(asked, watch)
    page.tell(PAGE[0])
    typed = type_ahead(begun(agency)).tell(SUGGESTED[0])
    if took:
        print(
            f"Elasticsearch says that a search took {share(took, 50)} ms at p50, {share(took, 95)} at p95;"
        )
        print(
            f"at most {most} requests a page (aim {MOST_REQUESTS}), {max(watch.sizes):,} bytes (aim {MOST_BYTES:,})."
        )
    print(
        f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB at most in this process"
    )
    publishing()
    beside_stock(engine, agency, asked)
    late = over({
        "the engine": (alone.p95(), ENGINE[engine]),
        "results pages": (page.p95(), PAGE),
        "suggestions": (typed.p95(), SUGGESTED),
    })  # fmt: skip
    if most > MOST_REQUESTS or max(watch.sizes, default=0) > MOST_BYTES:
        late.append(f"{most} requests, {max(watch.sizes):,} bytes")
    print(f"Over: {'; '.join(late)}" if late else "All within their marks.")
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main())
