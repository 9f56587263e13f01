"""Many pages, fast: written in bulk, seeded, for benches and for tests of scale."""

import os
import random
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GROUPS, SECTIONS, PAGES = 200, 400, 50_000


def set_up(folder: Path) -> None:
    """Point Django at a database of our own in `folder`, with every migration."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ |= {
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3"),
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "0",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def restricted_site(
    *, groups: int = GROUPS, sections: int = SECTIONS, pages: int = PAGES, seed: int = 2026
) -> Any:
    """Content pages below the home page in `sections` sections, each closed to one to three groups.

    Every tenth section has a part that is closed once more. Answers the home page.
    """
    from django.contrib.auth.models import Group
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection, transaction
    from django.utils import timezone
    from wagtail.models import Locale, Page, PageViewRestriction

    from access.settle import settle_all
    from departments.models import ContentPage
    from home.models import HomePage

    chance = random.Random(seed)  # noqa: S311 - to be the same each time
    home = HomePage.objects.get()
    made = Group.objects.bulk_create([Group(name=f"Group {n:03}") for n in range(groups)])
    kind = ContentType.objects.get_for_model(ContentPage)
    now, locale = timezone.now(), Locale.get_default()
    each = pages // sections - 1

    def row(parent: str, url: str, place: int, name: str, children: int) -> Page:
        path = Page._get_path(parent, len(parent) // Page.steplen + 1, place)
        return Page(
            path=path, depth=len(path) // Page.steplen, numchild=children, title=name, draft_title=name,
            slug=name.lower().replace(" ", "-"), url_path=f"{url}{name.lower().replace(' ', '-')}/", content_type=kind,
            live=True, locale=locale, first_published_at=now, last_published_at=now, latest_revision_created_at=now,
        )  # fmt: skip

    rows: list[Page] = []
    for number in range(sections):
        section = row(home.path, home.url_path, number + 100, f"Section {number}", each)
        rows.append(section)
        rows += [
            row(section.path, section.url_path, n, f"Page {number} {n}", 0) for n in range(each)
        ]
    with transaction.atomic():
        Page.objects.bulk_create(rows, batch_size=500)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO departments_contentpage (page_ptr_id, keywords, summary, body)"
                " SELECT id, '', '', '[]' FROM wagtailcore_page WHERE content_type_id = %s",
                [kind.pk],
            )
        Page.objects.filter(pk=home.pk).update(numchild=sections)
        tops = list(Page.objects.filter(depth=home.depth + 1, content_type=kind).order_by("path"))
        inner = list(Page.objects.filter(depth=home.depth + 2, path__endswith="0001"))
        closed = [*tops, *inner[::10]]
        restrictions = PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=page, restriction_type="groups") for page in closed]
        )
        through = PageViewRestriction.groups.through
        through.objects.bulk_create(
            through(pageviewrestriction_id=restriction.pk, group_id=group.pk)
            for restriction in restrictions
            for group in chance.sample(made, chance.randint(1, 3))
        )
        settle_all()
    return HomePage.objects.get()
