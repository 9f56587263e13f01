"""What the CMS's own search costs with 10,000 pages and 20,000 people, beside stock Wagtail's.

    .venv/bin/python tools/bench/adminsearch.py

Both backends answer the same querysets from the same index in turn: the best 20 and the number of all.
Then the doors: the search, the choosers and the list of people, as an editor opens them. On PostgreSQL:

    BENCH_DATABASE_URL=… .venv/bin/python tools/bench/adminsearch.py
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
PAGES, SECTIONS, PEOPLE, SEED = 10_000, 50, 20_000, 2026
RUNS, FAILS_AT = 3, 150
#: What a listing of 50 rows costs without words is Wagtail's; with words it may take this much more.
BEYOND_THE_LIST = 1.3
#: Which page is the only one with the rare word.
ONLY = 77
#: From a word on nearly every page to one on a single page.
COMMON, MIDDLING, RARE, ABSENT = "harbour", "tide", "lighthouse", "nowhere"
STOCK = "wagtail.search.backends.database"
FIRST = "Anna Ben Chidi Dana Eve Femi Gita Hugo Ines José Kofi Lena Milos Nora Omar Priya".split()
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi wo zu kla ste bri dor men".split()


def words(chance: random.Random) -> list[str]:
    """A vocabulary of 4,000 made-up words, always the same."""
    made = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _n in range(6_000)}
    return sorted(made)[:4_000]


def text(chance: random.Random, known: list[str], length: int) -> list[str]:
    """As many words, the first of the vocabulary far more often than the last."""
    return [known[int(len(known) * chance.random() ** 3)] for _n in range(length)]


def fill_pages(chance: random.Random, known: list[str]) -> None:
    """Content pages with a text of 150 words, in sections, and the index of them."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from access.settle import settle_all
    from departments.models import ContentPage
    from home.models import HomePage

    home, kind = HomePage.objects.get(), ContentType.objects.get_for_model(ContentPage)
    each, rows = PAGES // SECTIONS - 1, []

    def add(path: str, children: int) -> None:
        number = len(rows)
        title = [COMMON if number % 2 else "quay", *text(chance, known, 3)]
        title += [MIDDLING] * (number % 10 == 0) + [RARE] * (number == ONLY)
        name = " ".join(title).capitalize()
        rows.append(Page(
            path=path, depth=len(path) // 4, numchild=children, title=name, draft_title=name,
            slug=f"p-{number}", url_path=f"/home/p-{number}/", content_type=kind, locale=home.locale,
        ))  # fmt: skip

    for section in range(SECTIONS):
        top = Page._get_path(home.path, home.depth + 1, section + 100)
        add(top, each)
        for place in range(1, each + 1):
            add(Page._get_path(top, home.depth + 2, place), 0)
    with transaction.atomic(), connection.cursor() as cursor:
        made = Page.objects.bulk_create(rows, batch_size=500)
        cursor.executemany(
            "INSERT INTO departments_contentpage (page_ptr_id, keywords, summary, body)"
            " VALUES (%s, '', '', %s)",
            [(page.pk, body_of(chance, known)) for page in made],
        )
        Page.objects.filter(pk=home.pk).update(numchild=SECTIONS)
        settle_all()
    pages = list(ContentPage.objects.all())
    for at in range(0, len(pages), 1_000):
        get_search_backend().add_bulk(ContentPage, pages[at : at + 1_000])


def body_of(chance: random.Random, known: list[str]) -> str:
    """One block of 150 words, as it is stored."""
    said = f"<p>The {COMMON} {' '.join(text(chance, known, 150))}</p>"
    return json.dumps([{"type": "text", "value": said, "id": str(chance.randint(1, 10**9))}])


def fill_people(chance: random.Random, known: list[str]) -> None:
    """People with names, jobs and addresses."""
    from people.models import Person

    people = []
    for number in range(PEOPLE):
        last, job = text(chance, known, 1)[0].capitalize(), " ".join(text(chance, known, 2))
        person = Person(first_name=chance.choice(FIRST), last_name=last, job_title=job)
        person.email, person.slug = f"{last}.{number}@example.org", f"person-{number}"
        person.employee_id = f"E{number:06}"
        person.normalise()
        people.append(person)
    Person.objects.bulk_create(people, batch_size=500)


def middle(act: Callable[[], Any], runs: int = RUNS) -> float:
    """The median of the milliseconds of some runs.

    SQLite works in this process, so that its CPU tells all, and a busy machine less; PostgreSQL does not.
    """
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for _run in range(runs):
        start = clock()
        act()
        times.append((clock() - start) * 1000)
    return statistics.median(times)


def beside_stock() -> None:
    """Both backends on the same words; printed. Stock Wagtail runs once, since it takes seconds."""
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    pages = Page.objects.exclude(depth=1)
    for method in ("search", "autocomplete"):
        for word in (COMMON, MIDDLING, RARE, ABSENT):

            def ask(backend: str, method: str = method, word: str = word) -> int:
                found = getattr(get_search_backend(backend), method)(word, pages)
                list(found[:20])
                return found.count()

            hits = ask("default")
            name = f"{method} {word}, {hits:,} hits"
            compare(name, middle(partial(ask, "default")), middle(partial(ask, STOCK), 1))
    page = Page.objects.get(slug=f"p-{ONLY}").specific
    times = [
        middle(lambda b=backend: get_search_backend(b).add(page)) for backend in (STOCK, "default")
    ]
    compare("indexing one page again", times[1], times[0])


def compare(name: str, ours: float, stock: float) -> None:
    """Print both times and their ratio."""
    print(
        f"{name:42}{ours:>8.1f} ms, stock Wagtail {stock:>9.1f} ms: {stock / ours:.1f} times as long"
    )


def doors() -> list[str]:
    """What editors wait for; printed. Answers the doors that take too long for one word."""
    from django.test import Client

    from accounts.models import User
    from accounts.roles import PUBLISH
    from home.models import HomePage
    from tests.factories.rights import person_with

    home = HomePage.objects.get()
    User.objects.create_superuser("ada", "ada@a.example", "x")
    person_with(home.get_children().first(), *PUBLISH, username="pat")
    late = []
    for name, addresses in {
        "ada": (
            "/admin/pages/search/results/",
            f"/admin/pages/{home.pk}/results/",
            "/admin/choose-page/search/",
            "/admin/snippets/people/person/results/",
            "/admin/snippets/choose/people/person/results/",
        ),
        "pat": ("/admin/pages/search/results/", "/admin/choose-page/search/"),
    }.items():
        editor = Client()
        editor.force_login(User.objects.get(username=name))
        for address in addresses:
            floor = wait(editor, name, address, "")
            for word in (COMMON, MIDDLING, RARE, ABSENT, "anna"):
                taken = wait(editor, name, address, word)
                if taken > max(FAILS_AT, BEYOND_THE_LIST * floor):
                    late.append(f"{address}?q={word}")
    return late


def wait(editor: Any, name: str, address: str, word: str) -> float:
    """How long an editor waits for one address; printed."""
    answer = editor.get(address, {"q": word})
    if answer.status_code != HTTPStatus.OK:
        raise SystemExit(f"{address} answered {answer.status_code}")
    taken = middle(lambda: editor.get(address, {"q": word}))
    print(f"{name} {address + '?q=' + word:58}{taken:>8.1f} ms")
    return taken


def main() -> int:
    """Fill, measure, and fail where one word takes too long."""
    from tools.bench import bulk

    with tempfile.TemporaryDirectory() as folder:
        bulk.set_up(Path(folder))
        from django.db import connection

        start = time.perf_counter()
        chance = random.Random(SEED)  # noqa: S311 - to be the same each time
        known = words(chance)
        fill_pages(chance, known)
        fill_people(chance, known)
        if connection.vendor == "postgresql":  # as it does itself, a minute later
            connection.cursor().execute("ANALYZE")
        print(f"{PAGES:,} pages, {PEOPLE:,} people in {time.perf_counter() - start:.0f} s")
        beside_stock()
        late = doors()
    if late:
        print(f"Over {FAILS_AT} ms for one word: {', '.join(late)}")
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main())
