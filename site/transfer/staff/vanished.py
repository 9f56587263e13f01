"""People whom the staff file keeps and does not name any more."""

from datetime import date

from django.db import transaction

from people.models import Person
from transfer.staff.plan import Plan
from transfer.staff.report import Met, StaffReport
from transfer.staff.store import Store

BATCH = 500
#: Rows that do not say whose they are: it may be somebody who seems to have vanished.
UNSAID = (Met.UNREADABLE, Met.UNUSABLE)


def tell(plan: Plan, report: StaffReport) -> list[int]:
    """List who vanished; gives their numbers. Whoever has a last day already is not among them."""
    fed = Person.objects.filter(
        is_fed=True, left_on=None, erased_at=None, employee_id__isnull=False
    )
    numbers = [
        pk
        for pk, employee_id in fed.order_by("sort_name", "pk").values_list("pk", "employee_id")
        if employee_id not in plan.named
    ]
    for start in range(0, len(numbers), BATCH):
        for person in Person.objects.filter(pk__in=numbers[start : start + BATCH]):
            report.add(Met.VANISHED, 0, f"{person} ({person.employee_id}), {person.job_title}")
    return numbers


def close(numbers: list[int], store: Store, report: StaffReport, today: date) -> None:
    """Mark who vanished as leaving today, unless a row does not say whose it is."""
    unsaid = sum(report.counts[kind] for kind in UNSAID)
    if unsaid and numbers:
        message = (
            f"Nobody was marked as leaving, since {unsaid} rows do not say whose they are. Mend these rows or "
            "take them out, then run --close-missing again."
        )
        report.add(Met.VANISHED, 0, message)
    elif report.dry_run:
        report.closed = len(numbers)
    else:
        for start in range(0, len(numbers), BATCH):
            with transaction.atomic():
                people = Person.objects.select_for_update().filter(
                    pk__in=numbers[start : start + BATCH], left_on=None
                )
                report.closed += store.leave(people, today)
