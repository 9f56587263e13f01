"""What is to become of each row, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from people.models import Person
from transfer.staff.known import Known, Profile
from transfer.staff.managers import Line, Lines, Node, settle
from transfer.staff.report import Met, StaffReport
from transfer.staff.rows import Row, Unit
from transfer.staff.spool import Spool


@dataclass
class Plan:
    """The rows that are taken, whose they are, and in which order they are written."""

    spool: Spool
    #: The profile that a row is about; None for one that is to be made.
    matches: dict[str, int | None] = field(default_factory=dict)
    #: Rows about profiles that are left as they are.
    aside: set[str] = field(default_factory=set)
    #: Rows about people who had left, and who come back by this import.
    rejoin: set[str] = field(default_factory=set)
    #: Every employee id in the file, of rows that are not taken too.
    named: dict[str, int] = field(default_factory=dict)
    #: The line on which each unit is first named.
    units: dict[Unit, int] = field(default_factory=dict)
    lines: Lines = field(default_factory=lambda: Lines({}))
    #: Managers before those whom they manage, so that a manager is there when they are named.
    order: list[str] = field(default_factory=list)

    def node(self, employee_id: str) -> Node:
        """A row's person in the lines of management."""
        return self.matches[employee_id] or employee_id


class Planner:
    """Makes a plan of rows, in the file's order."""

    def __init__(
        self, spool: Spool, known: Known, report: StaffReport, *, today: date, rejoin: bool
    ) -> None:
        self.plan = Plan(spool)
        self.known = known
        self.report = report
        self.today = today
        self.rejoins = rejoin
        self._claims: dict[str, Line] = {}
        self._emails: dict[str, str | None] = {}
        self._managers: dict[str, Line] = {}

    def make(self, rows: Iterable[Row]) -> Plan:
        """Read all rows, and settle what only all together can say."""
        for row in rows:
            if self._is_taken(row):
                self._take(row)
        self._settle_emails()
        self._settle_managers()
        return self.plan

    def _is_taken(self, row: Row) -> bool:
        plan, number, email = self.plan, row.employee_id, row.values.get("email")
        first = plan.named.setdefault(number, row.line)
        if first != row.line:
            self.report.refuse(
                Met.REPEATED,
                row.line,
                f"{row.name} has the employee id {number}, as line {first} has. Only that one is taken.",
            )
        elif not row.name:
            self.report.refuse(Met.UNUSABLE, row.line, f"{number} has no name.")
        elif self.known.was_erased(number):
            self.report.refuse(
                Met.ERASED,
                row.line,
                f"{number} was erased on request, and is not brought back. Take the row out of the file.",
            )
        elif email in self._claims:
            other = self._claims[email]
            self.report.refuse(
                Met.EMAIL_TAKEN,
                row.line,
                f"{row.name} ({number}) has the e-mail address {email}, as {other.text} on line "
                f"{other.number} has.",
            )
        else:
            return True
        return False

    def _take(self, row: Row) -> None:
        plan, number = self.plan, row.employee_id
        profile = self.known.by_id.get(number) or self._adopted(row)
        plan.matches[number] = profile.pk if profile else None
        plan.spool.add(row)
        if profile:
            self._set_aside(row, profile)
        if number not in plan.aside:
            if row.unit:
                plan.units.setdefault(row.unit, row.line)
            if row.manager is not None:
                self._managers[number] = Line(row.line, row.manager)
        if "email" in row.values:
            self._emails[number] = email = row.values["email"]
            if email:
                self._claims[email] = Line(row.line, number)

    def _adopted(self, row: Row) -> Profile | None:
        """The profile with the row's e-mail address, if it has no employee id yet."""
        profile = self.known.by_email.get(row.values.get("email") or "")
        return profile if profile and not profile.employee_id and not profile.erased else None

    def _set_aside(self, row: Row, profile: Profile) -> None:
        """Leave a profile alone that the file has no say in, and say so."""
        number = row.employee_id
        if profile.let_go:
            self.plan.aside.add(number)
            message = f"{row.name} ({number}) is not kept by the staff file any more."
            self.report.add(Met.KEPT, row.line, message)
        elif profile.left_on is None or row.values.get("left_on"):
            return
        elif profile.closed_by_file and profile.left_on >= self.today:
            self.plan.rejoin.add(number)
        elif profile.left_on < self.today:
            gone = f"{row.name} ({number}) left on {profile.left_on}"
            if self.rejoins:
                self.plan.rejoin.add(number)
                self.report.add(Met.IS_BACK, row.line, f"{gone}, and is here again.")
            else:
                self.plan.aside.add(number)
                message = f"{gone}, and is left so. --rejoin brings back who is in the file."
                self.report.add(Met.IS_BACK, row.line, message)

    def _settle_emails(self) -> None:
        """Refuse rows with somebody's e-mail address, unless the file gives that somebody another."""
        refused = True
        while (
            refused
        ):  # whoever is refused keeps their address, which another row may have counted on
            refused = False
            for email, claim in list(self._claims.items()):
                owner = self.known.by_email.get(email)
                if owner is None or owner.pk == self.plan.matches[claim.text]:
                    continue
                if not self._gives_up(owner, email):
                    self._refuse(email, claim, owner)
                    refused = True

    def _gives_up(self, owner: Profile, email: str) -> bool:
        number = owner.employee_id or ""
        taken = self.plan.matches.get(number) == owner.pk and number not in self.plan.aside
        return taken and self._emails.get(number, email) != email

    def _refuse(self, email: str, claim: Line, owner: Profile) -> None:
        number = claim.text
        whose = (
            f"is {owner.employee_id}’s" if owner.employee_id else "is that of a profile without id"
        )
        self.report.refuse(
            Met.EMAIL_TAKEN,
            claim.number,
            f"{number} has the e-mail address {email}, which {whose} in the directory.",
        )
        del self._claims[email]
        for small in (self.plan.matches, self._emails, self._managers, self.plan.spool.places):
            small.pop(number, None)
        self.plan.aside.discard(number)
        self.plan.rejoin.discard(number)

    def _settle_managers(self) -> None:
        plan = self.plan
        nodes: dict[str, Node] = {
            number: profile.pk for number, profile in self.known.by_id.items() if not profile.erased
        }
        nodes |= {number: plan.node(number) for number in plan.matches}
        links = ((plan.node(number), line) for number, line in self._managers.items())
        plan.lines = settle(links, nodes, self.known.above, self._name_of, self.report)
        written = [number for number in plan.matches if number not in plan.aside]
        depths = plan.lines.depth_of_all(map(plan.node, written))
        plan.order = sorted(written, key=lambda number: depths[plan.node(number)])

    def _name_of(self, node: Node) -> str:
        number = self._numbers.get(node) if isinstance(node, int) else node
        if number is not None:
            return f"{self.plan.spool.get(number).name} ({number})"
        person = Person.objects.get(pk=node)
        return f"{person} ({person.employee_id or 'no employee id'})"

    @cached_property
    def _numbers(self) -> dict[int, str]:
        """Whose row it is, once all rows are in."""
        return {pk: number for number, pk in self.plan.matches.items() if pk}
