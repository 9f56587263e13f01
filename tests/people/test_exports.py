"""The list of people as a spreadsheet."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from people.enums import PhoneAudience, TeamKind
from people.models import Person
from people.viewsets.export import COLUMNS
from tests.factories.accounts import UserFactory
from tests.factories.people import LocationFactory, PersonFactory, TeamFactory, member
from tests.people.cms import PEOPLE, department_editor, people_admin, said, signed_in

pytestmark = pytest.mark.django_db
#: Cells that spreadsheets would reckon with, or send off to another host.
FORMULAS = ("=1+1", "+44 20 7946 0012", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "'=1+1", "''+1")  # fmt: skip
PLAIN = (
    "O'Neil",
    "'quoted'",
    "a=b",
    "#N/A",
    "1e5",
    "x;=1+1",
    'say "=1"',
    "two\nlines",
    "é ź 王",
    "",
)


@pytest.fixture
def client(db: None) -> Client:
    return signed_in(people_admin())


def sheet(client: Client, asked: str = "", kind: str = "csv") -> list[dict[str, Any]]:
    """The rows of the file, by the names of its columns."""
    response = client.get(f"{PEOPLE}?export={kind}{asked}")
    assert response.status_code == 200
    body = b"".join(response)
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    head, *rows = load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_person_goes_out_in_the_columns_in_which_they_come_in(client: Client) -> None:
    office = TeamFactory(name="Harbour Office", kind=TeamKind.ORGANISATION)
    unit = TeamFactory(name="Pilots", parent=TeamFactory(name="Ships", parent=office))
    boss = member(office, first_name="Big", last_name="Boss", employee_id="B1")
    fields = {
        "employee_id": "E42", "first_name": "Ann", "last_name": "Lee", "email": "ann@example.org", "job_title": "Pilot",
        "grade": "SEO", "profession": "Law", "about": "Ships,\n\"mostly\"", "preferred_name": "Annie", "phone": "020", "mobile": "07",
    }  # fmt: skip
    member(
        unit,
        **fields,
        manager=boss,
        location=LocationFactory(name="Quay"),
        mobile_audience=PhoneAudience.TEAM,
        start_date=date(2026, 1, 2),
        left_on=date(2999, 3, 4),
    )
    rest = {
        "organisation": "Harbour Office",
        "unit": "Pilots",
        "manager_employee_id": "B1",
        "location": "Quay",
        "start_date": "2026-01-02",
        "left_on": "2999-03-04",
    }
    _boss, row = sheet(client)
    assert tuple(row) == COLUMNS
    assert row == fields | rest
    assert (_boss["organisation"], _boss["unit"]) == ("Harbour Office", "")
    row = sheet(client, kind="xlsx")[1]
    assert row["start_date"] == datetime(2026, 1, 2)
    assert {k: v for k, v in row.items() if k not in {"start_date", "left_on"}} == fields | {
        k: v for k, v in rest.items() if k not in {"start_date", "left_on"}
    }


def test_no_cell_is_a_formula(client: Client) -> None:
    for words in (*FORMULAS, *PLAIN):
        PersonFactory(last_name="X", about=words)
    cells = {row["about"] for row in sheet(client)}
    assert cells == {f"'{words}" for words in FORMULAS} | set(PLAIN)
    response = client.get(f"{PEOPLE}?export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))
    about = [cell for cell in book.active["K"][1:] if cell.value is not None]
    assert {cell.value for cell in about} == {*FORMULAS, *PLAIN} - {""}
    assert {cell.data_type for cell in about} == {"s"}


def test_every_cell_is_quoted_so_that_none_ends_at_a_semicolon(client: Client) -> None:
    PersonFactory(about="x;=1+1")
    body = b"".join(client.get(f"{PEOPLE}?export=csv")).decode("utf-8-sig")
    assert body.splitlines()[0].startswith('"employee_id","first_name"')
    assert '"x;=1+1"' in body


def test_tabs_and_letters_that_no_sheet_can_hold_break_nothing(client: Client) -> None:
    PersonFactory(last_name="A")
    PersonFactory(last_name="B")
    # A profile drops them when it is saved; what came in by SQL may have them.
    Person.objects.filter(last_name="A").update(about="\t=1")
    Person.objects.filter(last_name="B").update(about="a\x01b\x0bc")
    assert [row["about"] for row in sheet(client)] == ["'\t=1", "a\x01b\x0bc"]
    assert [row["about"] for row in sheet(client, kind="xlsx")] == ["\t=1", "abc"]


def test_what_goes_out_is_what_the_list_shows(client: Client) -> None:
    team = TeamFactory()
    member(team, first_name="Ann", last_name="Lee")
    PersonFactory(first_name="Joe", last_name="Ray", has_left=True)
    PersonFactory(first_name="", last_name="Gone", erased_at=timezone.now())
    for asked, found in (
        ("", ["Lee", "Ray"]),
        (f"&team={team.pk}", ["Lee"]),
        ("&q=joe", ["Ray"]),
        ("&standing=left", ["Ray"]),
        ("&ordering=-sort_name", ["Ray", "Lee"]),
    ):
        assert [row["last_name"] for row in sheet(client, asked)] == found, asked


def test_an_export_asks_as_little_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    boss = PersonFactory()
    for _ in range(30):
        member(TeamFactory(parent=TeamFactory()), manager=boss, location=LocationFactory())
    client.get(PEOPLE)
    for kind in ("csv", "xlsx"):
        with django_assert_max_num_queries(12):
            assert len(sheet(client, kind=kind)) == 31


def test_it_is_for_those_who_may_change_people_alone(home: object, client: Client) -> None:
    PersonFactory(last_name="Secret")
    adder = UserFactory(username="adder")
    adder.user_permissions.set(
        Permission.objects.filter(codename__in=["add_person", "access_admin"])
    )
    assert "Download CSV" in said(client.get(PEOPLE))
    assert "Download CSV" not in said(signed_in(adder).get(PEOPLE))
    for user in (adder, department_editor()):
        for kind in ("csv", "xlsx"):
            for address in (PEOPLE, f"{PEOPLE}results/"):
                response = signed_in(user).get(f"{address}?export={kind}")
                assert response.status_code == 302
                assert b"Secret" not in response.content
