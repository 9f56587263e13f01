"""Staff files as they come: encodings, delimiters, broken rows, other people's columns."""

import csv
import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from people.models import Person
from tests.factories.staff import COLUMNS, person, staff_file, text
from tests.transfer.staff_command import run
from transfer.staff import rows, source
from transfer.staff.columns import ALL, find
from transfer.staff.mapping import Mapping
from transfer.staff.report import Met, StaffReport

pytestmark = pytest.mark.django_db
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16-le+", "utf-16-be+", "cp1252"]


def encoded(words: str, encoding: str) -> bytes:
    mark = "\ufeff" if encoding.endswith("+") else ""
    return (mark + words).encode(encoding.rstrip("+"))


def read(path: Path, mapping: Mapping | None = None) -> tuple[list[rows.Row], StaffReport]:
    """The rows of a file, without a database."""
    mapping, report = mapping or Mapping(), StaffReport()
    with source.opened(path, mapping.delimiter, report) as file:
        records = file.records(lambda *_: None)
        columns = find(next(records)[1], mapping)
        return list(rows.read(records, columns, mapping, report)), report


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "staff.csv"
    row = person("A", first_name="Zoë", last_name="O’Neil–Łuc".replace("Ł", "L"), about="Said: “a, b; c\td | e”\nand more, too;")  # fmt: skip
    file.write_bytes(encoded(text([row], delimiter=delimiter), encoding))
    outcome = run(file)
    assert (outcome.counts, outcome.lines_of("characters")) == ((1, 0, 0, 0), [])
    made = Person.objects.get()
    assert (made.first_name, made.last_name) == ("Zoë", "O’Neil–Luc")
    assert made.about == "Said: “a, b; c\td | e”\nand more, too;"


#: What people are called, without what no name holds: controls, unseen and unassigned characters.
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
WINDOWS = bytes(range(32, 256)).decode("cp1252", "ignore")
CP1252 = st.text(
    st.sampled_from([c for c in WINDOWS if c.isprintable() and not c.isspace()]),
    min_size=1,
    max_size=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(ENCODINGS), st.sampled_from(",;\t"))
def test_any_name_comes_in_as_it_was(
    tmp_path: Path, data: Any, encoding: str, delimiter: str
) -> None:
    names = data.draw(st.lists(CP1252 if encoding == "cp1252" else NAMES, min_size=1, max_size=5))
    words = text(
        [
            person(f"P{n}", last_name=name, about=f"{name}\n“{name}”")
            for n, name in enumerate(names)
        ],
        delimiter=delimiter,
    )
    file = tmp_path / "staff.csv"
    file.write_bytes(encoded(words, encoding))
    if encoding == "cp1252":  # its bytes can be UTF-8 by chance; nobody could tell
        assume(not _mostly_utf8(file.read_bytes()))
    found, report = read(file)
    assert [row.values["last_name"] for row in found] == names
    assert [row.values["about"] for row in found] == [f"{name}\n“{name}”" for name in names]
    assert not report.problems


def _mostly_utf8(data: bytes) -> bool:
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    clean = sum("\ufffd" not in line.decode("utf-8", "replace") for line in lines)
    return bool(lines) and clean > len(lines) - clean


def test_a_line_in_another_encoding_is_read_as_windows_wrote_it_and_told(tmp_path: Path) -> None:
    lines = text([person(str(n), last_name="Núñez") for n in range(5)]).encode().split(b"\r\n")
    lines[3] = lines[3].decode().encode("cp1252")
    file = tmp_path / "staff.csv"
    file.write_bytes(b"\r\n".join(lines))
    outcome = run(file)
    assert (outcome.counts, outcome.lines_of("characters")) == ((5, 0, 0, 0), [4])
    assert set(Person.objects.values_list("last_name", flat=True)) == {"Núñez"}


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ('B,"Ann,Lee,,,,,,,,\r\n', 3, "is not a row of a CSV file"),
        ('B,"Ann" Lee,,,,,,,,,\r\n', 3, "is not a row of a CSV file"),
        ("B,Ann,Lee\r\n", 3, "has 3 cells, and the first line has 11"),
        ("B,Ann,Lee,,,,,,,,,More\r\n", 3, "has 12 cells"),
        (f"B,{'x' * 200_000}\r\n", 3, "is longer than 100,000 characters"),
        ('B,"' + "line\r\n" * 20_000, 3, "is longer than 100,000 characters"),
    ],
)
def test_a_broken_row_is_told_and_costs_no_other(
    tmp_path: Path, broken: str, line: int, words: str
) -> None:
    before, after = text([person("A")]), text([person("C"), person("D", about='A "quoted"\nword')])
    file = tmp_path / "staff.csv"
    file.write_text(before + broken + after.split("\r\n", 1)[1], newline="")
    outcome = run(file)
    told = outcome.report["problems"]
    assert (told[0]["line"], words in told[0]["message"]) == (line, True)
    assert set(Person.objects.values_list("employee_id", flat=True)) == {"A", "C", "D"}
    assert outcome.counts[0] == 3


def test_a_quotation_mark_that_is_missing_at_the_end_costs_one_row(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(text([person("A")]) + 'B,"Ann,Lee,,,,,,,,', newline="")
    assert run(file).counts == (1, 0, 0, 1)


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    outcome = run(
        staff_file(tmp_path, person("A", about="one\ntwo\r\nthree"), person("B", email="x"))
    )
    assert outcome.lines_of("email") == [5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do_and_empty_lines_are_no_rows(tmp_path: Path, end: str) -> None:
    file = tmp_path / "staff.csv"
    words = text([person("A"), person("B")]).replace("\r\n", end)
    file.write_text(f"{words}{end}{',' * 10}{end}{end}", newline="")
    assert run(file).counts == (2, 0, 0, 0)


def test_a_cell_without_end_takes_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    with file.open("w") as out:
        out.write(text([person("A")]) + "B,")
        for _ in range(64):
            out.write("x" * 1_000_000)
        out.write("\r\n" + text([person("C")]).split("\r\n", 1)[1])
    tracemalloc.start()
    outcome = run(file)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert outcome.counts == (2, 0, 0, 1)
    assert most < 16 * 1024**2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf", "The file is empty"),
        (text([person("A")]).encode("utf-32"), "in UTF-32"),
        (text([person("A")]).encode("utf-16-le"), "UTF-16 without its mark"),
        (b"employee_id,first_name,shoe size\r\n1,A,9\r\n", "Nothing is known of “shoe size”"),
        (b"employee_id,grade\r\n1,EO\r\n", "no column first_name or last_name"),
        (b"first_name,last_name\r\nA,B\r\n", "no column employee_id"),
        (b"employee_id,first_name,First_Name\r\n", "Two columns are called “first_name”"),
        (b"employee_id,first_name,,grade\r\n", "one of its cells is empty"),
        (b'employee_id,"first_name\r\n', "It is not a row of a CSV file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Nothing is known of"),
    ],
)
def test_what_is_no_staff_file_is_refused_with_nothing_written(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "staff.csv"
    file.write_bytes(content)
    outcome = run(file)
    assert (outcome.status, words in outcome.error) == (2, True), outcome.error
    assert not Person.objects.exists()


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, name: str) -> None:
    outcome = run(tmp_path / name)
    assert (outcome.status, "cannot be read" in outcome.error) == (2, True)


def test_nothing_usable_is_a_failure(tmp_path: Path) -> None:
    assert run(staff_file(tmp_path)).status == 1
    assert run(staff_file(tmp_path, person(""))).status == 1


MAPPING = """
delimiter = ";"
date_format = "%d/%m/%Y"
ignore = ["Shoe size"]

[columns]
employee_id = "Payroll no."
first_name = "Forename"
last_name = "Surname"
unit = "Cost centre"
start_date = "Joined"

[values]
organisation = "Home Office"
"""
THEIRS = (
    "Payroll No.;FORENAME;Surname;Cost centre;Joined;Shoe size;grade\r\n"
    "0042;Ann;Lee, the elder;Ferries;29/02/2020;9;EO\r\n"
)


def test_a_mapping_file_reads_other_peoples_columns(tmp_path: Path) -> None:
    file, mapping = tmp_path / "staff.csv", tmp_path / "map.toml"
    file.write_text(THEIRS, newline="")
    mapping.write_text(MAPPING)
    assert run(file, "--mapping", str(mapping)).counts == (1, 0, 0, 0)
    made = Person.objects.get()
    assert (made.employee_id, made.last_name, made.grade) == ("0042", "Lee, the elder", "EO")
    assert str(made.start_date) == "2020-02-29"
    team = made.memberships.get().team
    assert (team.name, str(team.parent)) == ("Ferries", "Home Office")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("delimiter", "separator", "“separator” in the mapping file is none of"),
        ('";"', '";;"', "must be one character"),
        ("unit =", "squad =", "“squad” under [columns] in the mapping file is no column of ours"),
        ('"Forename"', "3", "“first_name” under [columns] in the mapping file must be a text"),
        ('"Surname"', '"Family name"', "the column “Family name”, and the file has none"),
        ('"Shoe size"', '"Hat size"', "Nothing is known of “Shoe size”"),
        ("organisation =", "grade =", "“grade” a value for everybody"),
        ("[columns]", "[columns", "is not TOML"),
    ],
)
def test_a_mapping_file_that_cannot_be_used_is_refused_in_a_sentence(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    file, mapping = tmp_path / "staff.csv", tmp_path / "map.toml"
    file.write_text(THEIRS, newline="")
    mapping.write_text(MAPPING.replace(before, after))
    outcome = run(file, "--mapping", str(mapping))
    assert (outcome.status, words in outcome.error) == (2, True), outcome.error
    assert not Person.objects.exists()


def test_a_mapping_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    outcome = run(staff_file(tmp_path, person("A")), "--mapping", str(tmp_path / "none.toml"))
    assert (outcome.status, "mapping file cannot be read" in outcome.error) == (2, True)


def test_a_spreadsheets_line_about_its_delimiter_is_no_header(tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("sep=;\r\n" + text([person("A")], delimiter=";"), newline="")
    assert run(file).counts == (1, 0, 0, 0)


def test_every_column_is_in_the_guide() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs/running/importing-staff.md").read_text()
    assert [name for name in ALL if f"`{name}`" not in guide] == []
    assert {*COLUMNS} <= {*ALL}


def test_problems_of_one_kind_are_counted_when_they_are_too_many_to_keep() -> None:
    report = StaffReport()
    for line in range(10_010):
        report.add(Met.EMAIL, line, "x")
    assert (report.counts[Met.EMAIL], len(report.problems)) == (10_010, 10_000)
    assert list(report.lines(shown=0))[-1] == "  … and 10 more (--all shows them)"


def test_a_reader_of_csv_agrees_with_python(tmp_path: Path) -> None:
    rows_in = [person("A", about='a "b"\n\n,;\t'), person("B", about="\u2028x\x0cy")]
    file = staff_file(tmp_path, *rows_in)
    plain = list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))
    found, _report = read(file)
    assert [row.values["job_title"] for row in found] == [row["job_title"] for row in plain]
    assert found[0].values["about"] == plain[0]["about"].strip()
