"""People as a spreadsheet, in the columns of `import_staff`, so that what goes out can come in again."""

from collections.abc import Iterable, Iterator
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.sheets import ROWS_AT_A_TIME, as_csv
from people.enums import TeamKind
from people.models import Membership, Person, Team
from people.permissions import CHANGE_PEOPLE

COLUMNS = (
    "employee_id", "first_name", "last_name", "email", "job_title", "grade", "organisation", "unit",
    "manager_employee_id", "profession", "about", "preferred_name", "phone", "mobile", "location",
    "start_date", "left_on",
)  # fmt: skip
#: How columns that are not the person's own fields are found; the last two from the main team.
ELSEWHERE = {"manager_employee_id": "manager__employee_id", "location": "location__name"}
OF_THE_TEAM = {"organisation", "unit"}
IN_MEMORY = 5 * 1024 * 1024
CSV, XLSX = "csv", "xlsx"

Row = list[str | date]


class ExportsPeople:
    """For the list: hands out what it lists, as a file, to those who may change people."""

    list_export = COLUMNS

    def get(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The file if one is asked for, else the list."""
        if not self.is_export:
            return super().get(request, *args, **kwargs)  # type: ignore[misc]
        if not self.show_export_buttons:
            raise PermissionDenied
        rows = rows_of(self.get_queryset())
        name = f"people-{timezone.localdate():%Y-%m-%d}.{request.GET['export']}"
        return as_xlsx(rows, name) if name.endswith(XLSX) else as_csv(COLUMNS, rows, name)

    @property
    def show_export_buttons(self: Any) -> bool:
        """Whether the reader may have the file: it has every phone number in it."""
        return bool(self.request.user.has_perm(CHANGE_PEOPLE))


def rows_of(people: QuerySet[Person]) -> Iterator[Row]:
    """The rows of these people, in their order: two queries however many there are."""
    places = _places()
    main = Membership.objects.going_on().filter(person=OuterRef("pk"), is_primary=True)
    own = [ELSEWHERE.get(name, name) for name in COLUMNS if name not in OF_THE_TEAM]
    found = people.annotate(main_team=Subquery(main.values("team_id")[:1]))
    for one in found.values(*own, "main_team").iterator(chunk_size=ROWS_AT_A_TIME):
        organisation, unit = places.get(one["main_team"], ("", ""))
        one.update(organisation=organisation, unit=unit)
        yield [one[ELSEWHERE.get(name, name)] or "" for name in COLUMNS]


def as_xlsx(rows: Iterable[Row], name: str) -> FileResponse:
    """An Excel file, written row by row to a file that is gone when it is sent."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title="People")
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


def _cell(sheet: Any, value: str | date) -> Any:
    """A date as a date, all else as text: `=1+1` and `#N/A` too."""
    if isinstance(value, date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _places() -> dict[int, tuple[str, str]]:
    """The organisation and the unit that each team stands for, by the parents of all teams."""
    teams = {team.pk: team for team in Team.objects.only("name", "kind", "parent")}
    return {number: _place(teams, number) for number in teams}


def _place(teams: dict[int, Team], number: int) -> tuple[str, str]:
    team = top = teams[number]
    seen = {number}
    while top.kind != TeamKind.ORGANISATION and top.parent_id and top.parent_id not in seen:
        seen.add(top.parent_id)
        top = teams[top.parent_id]
    if top is not team:
        return top.name, team.name
    return (team.name, "") if team.kind == TeamKind.ORGANISATION else ("", team.name)
