"""A made-up agency of any size for the bench of search: people in units, pages in sections, some of them closed."""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from tools.bench.wording import Wording

SEED = 2026
BATCH = 1_000
GROUPS, TOPICS, SECTIONS, UNITS = 40, 60, 200, 1_500
#: One page in so many is closed to all but some groups; one in so many is news.
CLOSED, NEWS = 20, 5
TODAY = date(2026, 6, 1)


class Agency:
    """Fills an empty database with so many pages and people, always the same ones."""

    def __init__(self, pages: int, people: int) -> None:
        self.pages, self.people = pages, people
        self.wording = Wording(SEED)
        self.chance = random.Random(SEED)  # noqa: S311 - to be the same each time

    def fill(self) -> None:
        """People first, then pages, each in a transaction of their own."""
        from django.db import transaction

        with transaction.atomic():
            self._fill_people()
        with transaction.atomic():
            self._fill_pages()

    @property
    def is_filled(self) -> bool:
        """Whether an earlier run has filled this database."""
        from people.models import Person

        return bool(Person.objects.count() >= self.people)

    def _fill_people(self) -> None:
        from core.folding import fold
        from people.models import Membership, Person, Team

        names = dict.fromkeys(self.wording.units.things[:UNITS])
        teams = Team.objects.bulk_create(
            [
                Team(name=name, slug=f"unit-{n}", sort_name=fold(name), path=f"{n:08}")
                for n, name in enumerate(names)
            ],
            batch_size=BATCH,
        )
        by_name = {team.name: team for team in teams}
        for numbers in batches(range(self.people), BATCH):
            people = Person.objects.bulk_create([self._person(number) for number in numbers])
            units = [
                name
                for name in self.wording.units.draw(self.chance, 2 * len(people))
                if name in by_name
            ]
            Membership.objects.bulk_create(
                Membership(person=person, team=by_name[unit], is_primary=True)
                for person, unit in zip(people, units, strict=False)
            )

    def _person(self, number: int) -> Any:
        from people.models import Person

        first = self.wording.first.draw(self.chance, 1)[0]
        last = self.wording.last.draw(self.chance, 1)[0]
        person = Person(
            first_name=first, last_name=last, job_title=self.wording.job(self.chance), slug=f"person-{number}",
            employee_id=f"E{number:06}", email=f"{first}.{last}.{number}@agency.example",
            phone=f"020 7946 {number % 10_000:04}", about=self.wording.text(self.chance, 25),
        )  # fmt: skip
        person.normalise()
        return person

    def _fill_pages(self) -> None:
        from django.contrib.auth.models import Group

        from access.settle import settle_all
        from core.models import Topic
        from departments.models import ContentPage, DepartmentPage
        from home.models import HomePage
        from news.models import NewsIndexPage, NewsPage

        home = HomePage.objects.get()
        groups = Group.objects.bulk_create(Group(name=f"Group {n:02}") for n in range(GROUPS))
        names = [word.capitalize() for word in self.wording.telling.things[:TOPICS]]
        topics = Topic.objects.bulk_create(Topic(name=name, slug=name.lower()) for name in names)
        tops = self._tops(home)
        inner = [self._page(NewsIndexPage, top, 1, "News", "news") for top in tops]
        each = max(1, self.pages // SECTIONS)
        leaves = [
            self._page(*(NewsPage, inner[at]) if n % NEWS == 0 else (ContentPage, top), n + 2)
            for at, top in enumerate(tops)
            for n in range(each)
        ]
        for top in tops:
            top.numchild = 1 + sum(1 for n in range(each) if n % NEWS)
        for index in inner:
            index.numchild = len(range(0, each, NEWS))
        saved = self._save_pages([*tops, *inner, *leaves])
        self._write(
            DepartmentPage,
            [(page, {"purpose": self.wording.text(self.chance, 20)}) for page in tops],
        )
        self._write(NewsIndexPage, [(page, {}) for page in inner])
        for model in (ContentPage, NewsPage):
            theirs = [page for page in saved if page.content_type_id == self._kind(model)]
            self._write(model, ((page, self._said(model, page)) for page in theirs))
        self._tell_topics(
            [page for page in leaves if page.content_type_id == self._kind(NewsPage)], topics
        )
        self._close(leaves, groups)
        type(home).objects.filter(pk=home.pk).update(numchild=home.numchild + SECTIONS)
        settle_all()

    def _tops(self, home: Any) -> list[Any]:
        from departments.models import DepartmentPage

        names = [f"{unit} {n}" for n, unit in enumerate(self.wording.units.things[:SECTIONS])]
        return [
            self._page(DepartmentPage, home, 100 + n, name, f"section-{n}")
            for n, name in enumerate(names)
        ]

    def _kind(self, model: Any) -> int:
        from django.contrib.contenttypes.models import ContentType

        return ContentType.objects.get_for_model(model).pk

    def _page(self, model: Any, above: Any, place: int, title: str = "", slug: str = "") -> Any:
        from wagtail.models import Page

        path = Page._get_path(above.path, above.depth + 1, place)
        title = title or self.wording.title(self.chance)
        slug = slug or f"{title.lower().replace(' ', '-')}-{place}"
        day = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
        day -= timedelta(days=int(2_500 * self.chance.random() ** 2))
        return Page(
            path=path, depth=above.depth + 1, title=title, draft_title=title, slug=slug, live=True, numchild=0,
            url_path=f"{above.url_path}{slug}/", content_type_id=self._kind(model), locale_id=above.locale_id,
            first_published_at=day, last_published_at=day, latest_revision_created_at=day,
        )  # fmt: skip

    def _save_pages(self, pages: list[Any]) -> list[Any]:
        from wagtail.models import Page

        for some in batches(pages, BATCH):
            Page.objects.bulk_create(some)
        return pages

    def _said(self, model: Any, page: Any) -> dict[str, Any]:
        chance, wording = self.chance, self.wording
        blocks = []
        for place in range(chance.randint(3, 5)):
            heading = {"text": wording.title(chance), "level": "2", "anchor": f"part-{place}"}
            said = f"<p>{wording.text(chance, chance.randint(60, 75))}</p>"
            blocks += [("heading", heading), ("text", said)]
        body = json.dumps(
            [{"type": kind, "value": value, "id": f"{n}"} for n, (kind, value) in enumerate(blocks)]
        )
        summary = wording.text(chance, 18)
        if "summary" in {field.name for field in model._meta.local_fields}:
            return {"body": body, "summary": summary}
        return {
            "body": body,
            "standfirst": summary,
            "publication_date": page.first_published_at.date(),
        }

    def _write(self, model: Any, rows: Iterable[tuple[Any, dict[str, Any]]]) -> None:
        """The rows of a page type beside those of all pages, which Django does not make in bulk."""
        from django.db import connection

        fields = model._meta.local_concrete_fields
        columns = ", ".join(field.column for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        sql = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608
        with connection.cursor() as cursor:
            for some in batches(rows, BATCH):
                cursor.executemany(sql, [
                    [
                        page.pk if field.primary_key
                        else field.get_db_prep_save(values.get(field.name, field.get_default()), connection)
                        for field in fields
                    ]
                    for page, values in some
                ])  # fmt: skip

    def _tell_topics(self, pages: list[Any], topics: list[Any]) -> None:
        from core.models import PageTopic

        PageTopic.objects.bulk_create(
            (
                PageTopic(content_object=page, tag=topic)
                for page in pages
                for topic in self.chance.sample(topics, self.chance.randint(0, 2))
            ),
            batch_size=BATCH,
        )

    def _close(self, pages: list[Any], groups: list[Any]) -> None:
        from wagtail.models import PageViewRestriction

        closed = self.chance.sample(pages, len(pages) // CLOSED)
        made = PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=page, restriction_type="groups") for page in closed],
            batch_size=BATCH,
        )
        through = PageViewRestriction.groups.through
        through.objects.bulk_create(
            (
                through(pageviewrestriction_id=one.pk, group_id=group.pk)
                for one in made
                for group in self.chance.sample(groups, self.chance.randint(1, 2))
            ),
            batch_size=BATCH,
        )


def batches(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The things, so many at a time."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
