"""Writing people, five hundred at a time, each batch whole or not at all."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import models, transaction

from people.locks import one_at_a_time
from people.models import Membership, Person
from transfer.models import ImportedPerson
from transfer.staff.compare import Comparer, Work
from transfer.staff.locations import Locations
from transfer.staff.managers import Node, reaches
from transfer.staff.plan import Plan
from transfer.staff.report import Changed, Met, StaffReport
from transfer.staff.store import Store
from transfer.staff.teams import Teams
from transfer.staff.wording import Wording

BATCH = 500
Progress = Callable[[str, int, int], None]


class Writer:
    """Brings the rows of a plan into the directory, or says what that would do."""

    def __init__(
        self, plan: Plan, teams: Teams, report: StaffReport, *, actor: Any, today: date
    ) -> None:
        self.plan = plan
        self.report = report
        locations = Locations(actor, dry_run=report.dry_run)
        self.comparer = Comparer(plan, teams, locations, report, today)
        self.wording = Wording()
        self.store = Store(self.wording, actor)

    def write(self, progress: Progress) -> None:
        """Batch after batch. A run that was ended half-way is taken up by the next."""
        done = 0
        self.report.unchanged += len(self.plan.aside)
        for ids in self._batches():
            works = self._tried(ids) if self.report.dry_run else self._saved(ids)
            self._count(works)
            done += len(ids)
            progress("people", done, len(self.plan.order))

    def _batches(self) -> Iterator[list[str]]:
        """Employee ids, managers first; no new person in the batch of a new manager, who has no number yet."""
        batch: dict[str, None] = {}
        for number in self.plan.order:
            manager = self.plan.lines.given.get(self.plan.node(number))
            if len(batch) == BATCH or manager in batch:
                yield list(batch)
                batch = {}
            batch[number] = None
        if batch:
            yield list(batch)

    def _saved(self, ids: list[str]) -> list[Work]:
        with transaction.atomic():
            one_at_a_time("people.managers")
            works = self._works(ids, Person.objects.select_for_update(of=("self",)))
            self._refuse_circles(works)
            self.wording.learn(works)
            self.store.save(works)
        self.comparer.made.update(
            (work.row.employee_id, work.person.pk) for work in works if work.is_new
        )
        return works

    def _tried(self, ids: list[str]) -> list[Work]:
        """The same without writing: who would be made has a number below 0 meanwhile."""
        works = self._works(ids, Person.objects.all())
        made = self.comparer.made
        for work in works:
            if work.is_new:
                made[work.row.employee_id] = number = -len(made) - 1
                self.wording.names[number] = work.row.name
        self.wording.learn(works)
        return works

    def _works(self, ids: list[str], people: "models.QuerySet[Person]") -> list[Work]:
        """The profiles of these rows, as the rows want them. Three queries, whatever the rows."""
        wanted = [pk for number in ids if (pk := self.plan.matches[number])]
        stored = people.select_related("location").in_bulk(wanted)
        memories = {one.person_id: one for one in ImportedPerson.objects.filter(person__in=wanted)}
        memberships: dict[int, list[Membership]] = defaultdict(list)
        for membership in Membership.objects.filter(person__in=wanted).select_related("team"):
            memberships[membership.person_id].append(membership)
        works = []
        for row in self.plan.spool.some(ids):
            pk = self.plan.matches[row.employee_id] or 0
            known = stored.get(pk), memories.get(pk), memberships[pk]
            works.append(self.comparer.work(row, *known))
        return works

    def _refuse_circles(self, works: list[Work]) -> None:
        """Ask once more, now that nobody else can write: somebody may have changed a manager meanwhile."""
        changing = [work for work in works if work.stored and "manager" in work.changed]
        if not changing:
            return
        above: dict[Node, Node | None] = dict(Person.objects.values_list("pk", "manager_id"))
        for work in changing:
            person, manager = work.person, work.person.manager_id
            if manager and reaches(above, manager, person.pk):
                message = (
                    f"{person} manages the manager that the file gives them by now. Run it again."
                )
                self.report.add(Met.CIRCLE, work.row.line, message)
                person.manager_id = work.stored.manager_id if work.stored else None
                work.changed.discard("manager")
            above[person.pk] = person.manager_id

    def _count(self, works: list[Work]) -> None:
        report = self.report
        for work in works:
            report.made += work.is_new
            report.changed += work.changes
            report.unchanged += not work.is_new and not work.changes
            if work.changes or (work.is_new and report.dry_run):
                number, fields = work.row.employee_id, self.wording.shown(work)
                told = Changed(work.row.line, number, str(work.person), work.is_new, fields)
                report.changes.append(told)
