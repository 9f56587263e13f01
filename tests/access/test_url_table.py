"""What everybody is answered at every address, and that nothing closed is in any of it.

`url_table.tsv` has a line for each address pattern and method, and a column for each role. A pattern that
is not in it fails, and so does an answer that differs. To write it anew, and then read the change:

    WRITE_URL_TABLE=1 .venv/bin/python -m pytest -q tests/access/test_url_table.py
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from tests.access.cast import MAY_SEE, Cast, build, canaries
from tests.config.addresses import Address, every_address
from tests.config.test_strangers import METHODS, OPEN_DOORS, WAGTAILS_METHODS

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("url_table.tsv")
WRITE = bool(os.environ.get("WRITE_URL_TABLE"))
#: Words that make listings, searches and choosers say what they have.
QUERY = "q=secret&query=secret&search=secret"

Row = tuple[str, str]
#: The admin's test of the error page, and four forms of Wagtail's that fail when sent empty.
WAGTAILS_OWN = {
    ("wagtailadmin_error_test", "get"),
    ("wagtailadmin_error_test", "post"),
    ("wagtailadmin_choose_page_external_link", "post"),
    ("wagtailredirects:process_import", "post"),
    ("wagtailsnippetchoosers_core_topic:create", "post"),
    ("wagtailsnippetchoosers_news_newsseries:create", "post"),
}


def rows() -> Iterator[tuple[Row, Address]]:
    """Every pattern with each of its methods: all for our own, GET and POST for Wagtail's."""
    seen: dict[str, int] = {}
    for address in every_address():
        seen[address.name] = seen.get(address.name, 0) + 1
        name = address.name if seen[address.name] == 1 else f"{address.name}#{seen[address.name]}"
        for method in METHODS if address.is_ours else WAGTAILS_METHODS:
            yield (name, method), address


def read() -> dict[Row, dict[str, str]]:
    """The table: by pattern and method, what each role is answered."""
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else ["name\tmethod"]
    roles = lines[0].split("\t")[2:]
    cells = (line.split("\t") for line in lines[1:])
    return {(name, method): dict(zip(roles, given, strict=True)) for name, method, *given in cells}


def write(found: dict[Row, dict[str, str]], roles: list[str]) -> None:
    lines = ["\t".join(["name", "method", *roles])]
    lines += ["\t".join([*row, *(given[role] for role in roles)]) for row, given in found.items()]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def cast(home: object) -> Cast:
    return build()


def answers(cast: Cast, role: str) -> tuple[dict[Row, str], list[str]]:
    """What a role is answered everywhere, and where the canary was in it."""
    person = cast.people[role]
    found, leaks = {}, []
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    for row, address in rows():
        url = cast.address(address)
        with transaction.atomic():
            response = getattr(client, row[1])(f"{url}?{QUERY}" if row[1] == "get" else url)
            body = b"".join(response) if response.streaming else response.content
            text = body.decode("utf-8", "replace") + str(response.headers)
            transaction.set_rollback(True)
        if person is not None and client.session.get("_auth_user_id") is None:
            client.force_login(person)
        found[row] = str(response.status_code)
        if any(canary in text for canary in canaries(role, url)):
            leaks.append(f"{row[1].upper()} {url} ({row[0]})")
    return found, leaks


ROLES = [
    "stranger", "staff", "editor", "publisher", "comms", "people admin", "site admin", "board", "superuser",
]  # fmt: skip


def test_everybody_is_answered_as_the_table_says_and_nothing_leaks(cast: Cast) -> None:
    table, found, leaked = read(), {}, {}
    for role in ROLES:
        said, leaks = answers(cast, role)
        for row, status in said.items():
            found.setdefault(row, {})[role] = status
        leaked[role] = leaks
    if WRITE:
        write(found, ROLES)
    else:
        assert found.keys() - table.keys() == set(), "addresses that are not in the table"
        assert table.keys() - found.keys() == set(), "lines of the table without an address"
        assert {row: given for row, given in found.items() if given != table[row]} == {}
    assert [f"{role}: {leak}" for role, leaks in leaked.items() for leak in leaks] == []


def test_the_table_lets_strangers_in_nowhere_else() -> None:
    for (name, _method), given in read().items():
        if name.partition("#")[0] not in OPEN_DOORS:
            assert given["stranger"] == "302", name


def test_no_address_breaks() -> None:
    broken = {
        row for row, given in read().items() if any(s.startswith("5") for s in given.values())
    }
    assert broken == WAGTAILS_OWN


def test_whoever_is_in_no_group_finds_nothing_in_the_admin() -> None:
    """What the admin answers `staff` is a way out of it, or a part that belongs to no page."""
    inside = {
        name
        for (name, _method), given in read().items()
        if name.startswith("wagtail") and given["staff"] == "200"
    }
    assert inside <= {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


def test_those_entitled_do_see_it(cast: Cast) -> None:
    for role in sorted(MAY_SEE):
        client = Client()
        client.force_login(cast.people[role])  # type: ignore[arg-type]
        for url in ("/estates/plans/", "/search/?q=secret", cast.document.url):
            assert client.get(url).status_code == 200
