"""What is in the site under test, read from its database behind the server's back."""

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from tests.seeds import Seed

ROOT = "/home"


def rows(site: Seed, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(site.database)) as database:
        return database.execute(sql, values).fetchall()


def addresses(site: Seed, model: str) -> list[str]:
    """The addresses of the live, open pages of a type, such as "newspage", in no order that means anything."""
    found = rows(
        site,
        "SELECT url_path FROM wagtailcore_page JOIN django_content_type AS type"
        " ON type.id = content_type_id JOIN access_pagerule ON page_id = wagtailcore_page.id"
        " JOIN access_rule AS rule ON rule.id = rule_id"
        " WHERE live = 1 AND requirement = '[]' AND type.model = ?",
        model,
    )
    return by_hash(path.removeprefix(ROOT) for (path,) in found)


def by_hash(names: Iterable[str]) -> list[str]:
    """Names in an order that is the same each time and that nobody chose."""
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())


def page_id(site: Seed, address: str) -> int:
    """The primary key of the page at an address."""
    return int(
        rows(site, "SELECT id FROM wagtailcore_page WHERE url_path = ?", ROOT + address)[0][0]
    )


def department_of(site: Seed, username: str) -> tuple[int, str]:
    """The id and the address of the department that a person may edit."""
    found = rows(
        site,
        "SELECT DISTINCT page.id, url_path FROM wagtailcore_page AS page"
        " JOIN departments_departmentpage ON page_ptr_id = page.id"
        " JOIN wagtailcore_grouppagepermission AS permission ON permission.page_id = page.id"
        " JOIN accounts_user_groups AS membership USING (group_id)"
        " JOIN accounts_user AS person ON person.id = membership.user_id WHERE username = ?",
        username,
    )
    return int(found[0][0]), found[0][1].removeprefix(ROOT)
