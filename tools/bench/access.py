"""What access costs with 50,000 pages, 400 restricted sections and 200 groups.

    .venv/bin/python tools/bench/access.py

Prints the queries and the milliseconds (median of three) of a person's rules, of a listing of 20 beside
the same without a filter, of the admin's explorer, of restricting a section, and of checking all.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
RUNS, LISTED, EXPLORER_FAILS_AT = 3, 20, 1_000


def measure(name: str, act: Callable[[], Any]) -> tuple[int, float]:
    """The queries of the last of three runs and the median of their milliseconds; printed."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            act()
        times.append((time.perf_counter() - start) * 1000)
    print(f"{name:<42}{len(queries):>4} queries {statistics.median(times):>8.1f} ms")
    return len(queries), statistics.median(times)


def restrict_and_undo(page: Any) -> None:
    """Close a page to nobody at all, see that all below it follows, and take it back."""
    from django.db import transaction
    from wagtail.models import PageViewRestriction

    from access.models import PageRule
    from tools.bench import bulk

    with transaction.atomic():
        PageViewRestriction.objects.create(page=page, restriction_type="groups")
        assert PageRule.objects.filter(rule__requirement="[[]]").count() > bulk.PAGES
        transaction.set_rollback(True)


def main() -> int:
    """Fill, measure, and fail where a budget is broken."""
    from tools.bench import bulk

    with tempfile.TemporaryDirectory() as folder:
        bulk.set_up(Path(folder))
        start = time.perf_counter()
        home = bulk.restricted_site()
        from django.contrib.auth.models import Group
        from django.test import Client
        from wagtail.models import Page

        from access.check import differences
        from access.querysets import readable_by
        from access.rules import rules_for
        from access.settle import PAGES, settle
        from accounts.models import User

        print(f"filled with {Page.objects.count():,} pages in {time.perf_counter() - start:.0f} s")
        User.objects.create_user("sam", "sam@a.example", "x")
        User.objects.get(username="sam").groups.set(Group.objects.order_by("pk")[:5])
        User.objects.create_superuser("ada", "ada@a.example", "x")

        def person() -> User:
            return User.objects.get(username="sam")

        pages = Page.objects.order_by("-last_published_at", "path")
        sam = person()
        measure("a person's rules (and the person)", lambda: rules_for(person()))
        bare, _ = measure("20 pages, unfiltered", lambda: list(pages[:LISTED]))
        listed, _ = measure(
            "20 pages that the person may read", lambda: list(readable_by(pages, sam)[:LISTED])
        )
        measure("how many the person may read", lambda: readable_by(pages, sam).count())
        editor = Client()
        editor.force_login(User.objects.get(username="ada"))
        _, explorer = measure(
            "the explorer, 400 sections", lambda: editor.get(f"/admin/pages/{home.pk}/").render()
        )
        section = Page.objects.get(slug="section-7")
        measure("settling one section, all right", lambda: settle(PAGES, [section.path]))
        measure("settling everything, all right", lambda: settle(PAGES, ["0001"]))
        measure("restricting the home page: 50,000 rules", lambda: restrict_and_undo(home))
        measure("access_check", differences)
    if listed > bare + 1 or explorer > EXPLORER_FAILS_AT:
        print("Over budget: a listing may take one more query, the explorer 1,000 ms.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
