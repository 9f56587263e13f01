"""Which team each unit of the file is; those that are missing are made."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from audit.models import Door
from audit.services import record
from people.enums import TeamKind
from people.locks import one_at_a_time
from people.models import Team
from transfer.models import ImportedTeam
from transfer.staff.report import Met, StaffReport
from transfer.staff.rows import Unit

#: Teams that took over from one another, at most.
MOST_SUCCESSORS = 20


class Teams:
    """The teams of an import, found and made in one transaction before anybody is put into them."""

    def __init__(self, report: StaffReport, actor: Any, *, dry_run: bool) -> None:
        self.report = report
        self.actor = actor
        self.dry_run = dry_run
        self.by_unit: dict[Unit, Team | None] = {}

    def settle(self, units: dict[Unit, int]) -> None:
        """Find the team of each unit, or make it. `units` are told with the line that first names them."""
        _tell_alike(units, self.report)
        with transaction.atomic():
            if not self.dry_run:
                one_at_a_time("people.teams")
            self._load()
            for unit in sorted(units, key=lambda one: units[one]):
                self._settle(unit, units[unit])

    def of(self, unit: Unit | None) -> Team | None:
        """The team of a unit; None where it is closed, or there is none."""
        return self.by_unit.get(unit) if unit else None

    def _load(self) -> None:
        """All teams and what was remembered of them, in two queries."""
        self.teams: dict[int, Team] = Team.objects.in_bulk()
        self.remembered: dict[Unit, Team] = {
            (row.organisation, row.unit): self.teams[row.team_id]
            for row in ImportedTeam.objects.all()
        }
        self.by_name: dict[str, list[Team]] = defaultdict(list)
        for team in sorted(self.teams.values(), key=lambda one: (one.depth, one.pk)):
            self.by_name[team.name].append(team)

    def _settle(self, unit: Unit, line: int) -> Team | None:
        if unit in self.by_unit:
            return self.by_unit[unit]
        organisation, name = unit
        above = self._settle((organisation, ""), line) if organisation and name else None
        team = self.remembered.get(unit)
        if team is None and (above or not (organisation and name)):
            team = self._found(unit, above) or self._made(unit, above)
            self._remember(unit, team)
        self.by_unit[unit] = self._open(team, unit, line)
        return self.by_unit[unit]

    def _found(self, unit: Unit, above: Team | None) -> Team | None:
        """A team of exactly this name: at the top, or anywhere below the organisation, the nearest first."""
        organisation, name = unit
        same = self.by_name[name or organisation]
        if above is None:
            kinds = (team for team in same if team.kind == TeamKind.ORGANISATION)
            return next((team for team in same if not team.parent_id), next(kinds, None))
        inside = (team for team in same if above.path and team.path.startswith(above.path))
        return next((team for team in inside if team.pk != above.pk), None)

    def _made(self, unit: Unit, above: Team | None) -> Team:
        organisation, name = unit
        kind = TeamKind.TEAM if name else TeamKind.ORGANISATION
        team = Team(name=name or organisation, kind=kind, parent=above)
        self.report.teams_made += 1
        if self.dry_run:
            return team
        team.save()
        fields = {"name": ["", team.name], "kind": ["", str(kind.label)]}
        if above:
            fields["parent"] = ["", f"{above} ({above.pk})"]
        record(team, fields, actor=self.actor, door=Door.FEED)
        log(instance=team, action="wagtail.create", user=self.actor)
        team.save_revision(user=self.actor, clean=False)
        self.teams[team.pk] = team
        return team

    def _remember(self, unit: Unit, team: Team) -> None:
        if not self.dry_run:
            ImportedTeam.objects.create(organisation=unit[0], unit=unit[1], team=team)

    def _open(self, team: Team | None, unit: Unit, line: int) -> Team | None:
        """The team, or the one that took over from it if it is closed: which is told."""
        if team is None or not team.is_closed:
            return team
        heir: Team | None = team
        for _ in range(MOST_SUCCESSORS):
            if heir is None or not heir.is_closed:
                break
            heir = self.teams.get(heir.successor_id or 0)
        if heir is not None and heir.is_closed:
            heir = None
        instead = f"Its people are put into {heir}." if heir else "Its people stay where they are."
        name = unit[1] or unit[0]
        self.report.add(
            Met.CLOSED_TEAM, line, f"“{name}” is the team {team}, which is closed. {instead}"
        )
        return heir


def _tell_alike(units: Iterable[Unit], report: StaffReport) -> None:
    """Name the units that differ in capitals alone: two teams, but perhaps by mistake."""
    alike: dict[Unit, list[str]] = defaultdict(list)
    for organisation, unit in units:
        alike[organisation.casefold(), unit.casefold()].append(unit or organisation)
    for names in alike.values():
        if len(names) > 1:
            told = " and ".join(f"“{name}”" for name in names)
            report.add(Met.UNIT_NAMES, 0, f"{told} are two teams, told apart by capitals alone.")
