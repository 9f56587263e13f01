"""A staff file comes in: who, in which team, managed by whom, and what is refused."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
from wagtail.signal_handlers import disconnect_reference_index_signal_handlers_for_model

from audit.models import Change, Door
from people.enums import Hat, TeamKind
from people.models import FormerPersonAddress, Location, Membership, Person, Team
from people.permissions import EDITORS
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, member
from tests.factories.staff import person, staff_file
from tests.transfer.staff_command import Outcome, run
from transfer.models import ImportedPerson, ImportedTeam
from transfer.staff import writer
from transfer.staff.columns import FED, PERSONAL

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def who(number: str) -> Person:
    return Person.objects.get(employee_id=number)


def main_team(number: str) -> str | None:
    row = Membership.objects.filter(person__employee_id=number, is_primary=True, ended_on=None)
    return row.values_list("team__name", flat=True).first()


def managers() -> dict[str, str | None]:
    return dict(Person.objects.values_list("employee_id", "manager__employee_id"))


def references() -> set[tuple[Any, ...]]:
    fields = "content_type base_content_type object_id to_content_type to_object_id model_path content_path content_path_hash"  # fmt: skip
    return set(ReferenceIndex.objects.values_list(*fields.split()))


def test_a_row_becomes_a_person(tmp_path: Path) -> None:
    row = person(
        "4PO01", first_name=" José ", last_name="de la  White", email="José.White@Department.example".replace("é", "e"),
        about="Leads.\r\nAsk about ferries.", preferred_name="Pepe", phone="020 7946 0012", mobile="07700 900123",
        location="Mariner House", start_date="2020-02-29", left_on="", pronouns="he/him",
    )  # fmt: skip
    outcome = run(staff_file(tmp_path, row))
    assert outcome.counts == (1, 0, 0, 0)
    made = who("4PO01")
    expected = {
        "first_name": "José", "last_name": "de la White", "email": "jose.white@department.example", "job_title": "Officer",
        "grade": "EO", "profession": "Policy", "about": "Leads.\nAsk about ferries.", "preferred_name": "Pepe",
        "phone": "020 7946 0012", "mobile": "07700 900123", "pronouns": "he/him", "left_on": None, "is_fed": True,
        "slug": "pepe-de-la-white", "sort_name": "de la white pepe", "manager": None, "name": "Pepe de la White",
    }  # fmt: skip
    assert {name: getattr(made, name) for name in expected} == expected
    assert str(made.start_date) == "2020-02-29"
    assert made.location == Location.objects.get(name="Mariner House")
    assert main_team("4PO01") == "Border Force"
    assert list(Person.objects.matching("jose white")) == [made]


def test_units_are_teams_below_their_organisation(tmp_path: Path) -> None:
    rows = [
        person("1", unit="Border  Force "),
        person("2", unit="Border Force"),
        person("3", organisation="HM Passport Office"),
        person("4", unit=""),
        person("5", organisation="", unit="Alone"),
        person("6", organisation="", unit=""),
    ]
    outcome = run(staff_file(tmp_path, *rows))
    tree = {(team.name, team.kind, str(team.parent or "")) for team in Team.objects.all()}
    assert tree == {
        ("Home Office", TeamKind.ORGANISATION, ""),
        ("HM Passport Office", TeamKind.ORGANISATION, ""),
        ("Border Force", TeamKind.TEAM, "Home Office"),
        ("Border Force", TeamKind.TEAM, "HM Passport Office"),
        ("Alone", TeamKind.TEAM, ""),
    }
    assert [main_team(str(n)) for n in range(1, 7)] == [
        "Border Force", "Border Force", "Border Force", "Home Office", "Alone", None,
    ]  # fmt: skip
    assert main_team("1") == main_team("2")
    assert all(team.path.endswith(f"{team.pk:08x}") for team in Team.objects.all())
    assert outcome.report["teams_made"] == 5
    assert "“Border  Force” is read as “Border Force”" in outcome.said_of("unit_names")


def test_units_told_apart_by_capitals_are_two_and_are_named(tmp_path: Path) -> None:
    outcome = run(
        staff_file(tmp_path, person("1", unit="e-Borders"), person("2", unit="E-Borders"))
    )
    assert Team.objects.filter(parent__isnull=False).count() == 2
    assert "“e-Borders” and “E-Borders”" in outcome.said_of("unit_names")
    assert outcome.status == 0


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_managers_are_linked_in_any_order_of_rows(tmp_path: Path, order: tuple[int, ...]) -> None:
    rows = [
        person("A"),
        person("B", manager_employee_id="A"),
        person("C", manager_employee_id="B"),
    ]
    run(staff_file(tmp_path, *(rows[n] for n in order)))
    assert managers() == {"A": None, "B": "A", "C": "B"}


def test_a_manager_may_be_somebody_whom_the_file_does_not_name(tmp_path: Path) -> None:
    PersonFactory(employee_id="X")
    run(staff_file(tmp_path, person("A", manager_employee_id="X")))
    assert managers()["A"] == "X"


@pytest.mark.parametrize(
    ("rows", "kind", "line", "words", "left"),
    [
        ([("A", "A")], "self_manager", 2, "FirstA LastA (A) is their own manager", {"A": None}),
        ([("A", ""), ("B", "Z9")], "unknown_manager", 3, "(B) is Z9, whom nobody knows", {"B": None}),
        ([("A", "B"), ("B", "A")], "circle", 3, "FirstB LastB (B) → FirstA LastA (A) → FirstB LastB (B)",
         {"A": "B", "B": None}),
        ([("C", "A"), ("A", "B"), ("D", "C"), ("B", "C")], "circle", 5, "FirstB LastB (B) → FirstC",
         {"A": "B", "B": None, "C": "A", "D": "C"}),
    ],
)  # fmt: skip
def test_a_manager_who_cannot_be_is_told_by_line(
    tmp_path: Path,
    rows: list[tuple[str, str]],
    kind: str,
    line: int,
    words: str,
    left: dict[str, str | None],
) -> None:
    file = staff_file(tmp_path, *(person(one, manager_employee_id=other) for one, other in rows))
    outcome = run(file)
    assert outcome.counts == (len(rows), 0, 0, 0)
    assert outcome.lines_of(kind) == [line]
    assert words in outcome.said_of(kind)
    assert managers().items() >= left.items()
    assert run(file).counts == (0, 0, len(rows), 0)


def test_a_circle_with_the_directory_is_refused_at_the_files_link(tmp_path: Path) -> None:
    top = PersonFactory(employee_id="A")
    outside = PersonFactory(first_name="Out", last_name="Side", manager=top, employee_id="X")
    outcome = run(staff_file(tmp_path, person("A", manager_employee_id="X"), person("B")))
    assert outcome.lines_of("circle") == [2]
    assert "Out Side (X)" in outcome.said_of("circle")
    assert (who("A").manager, who("X").manager_id) == (None, top.pk)
    assert outside.pk


def test_whose_manager_cannot_be_taken_keeps_the_one_they_have(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B", manager_employee_id="A")))
    outcome = run(staff_file(tmp_path, person("A"), person("B", manager_employee_id="Z9")))
    assert managers()["B"] == "A"
    assert outcome.counts == (0, 0, 2, 0)


def test_a_manager_is_not_kept_if_that_would_close_a_circle_now(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B", manager_employee_id="A")))
    turned = [person("A", manager_employee_id="B"), person("B", manager_employee_id="Z9")]
    outcome = run(staff_file(tmp_path, *turned))
    assert managers() == {"A": "B", "B": None}
    assert outcome.lines_of("unknown_manager") == [3]


def test_a_circle_that_somebody_closes_meanwhile_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(staff_file(tmp_path, person("A")))
    PersonFactory(employee_id="X")

    def editor_saves(_what: str) -> None:
        Person.objects.filter(employee_id="X").update(manager=who("A"))

    monkeypatch.setattr(writer, "one_at_a_time", editor_saves)
    outcome = run(staff_file(tmp_path, person("A", manager_employee_id="X", grade="SCS1")))
    assert outcome.lines_of("circle") == [2]
    assert (managers(), who("A").grade) == ({"A": None, "X": "A"}, "SCS1")


def test_managers_can_change_places(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B", manager_employee_id="A")))
    outcome = run(staff_file(tmp_path, person("A", manager_employee_id="B"), person("B")))
    assert managers() == {"A": "B", "B": None}
    assert (outcome.counts, outcome.lines_of("circle")) == ((0, 2, 0, 0), [])


def test_rows_that_share_an_id_are_never_merged(tmp_path: Path) -> None:
    rows = [
        person("A", job_title="First"),
        person("B"),
        person("A", job_title="Second", about="More", email="other@department.example"),
    ]
    file = staff_file(tmp_path, *rows)
    outcome = run(file)
    assert outcome.counts == (2, 0, 0, 1)
    assert outcome.lines_of("repeated") == [4]
    assert "has the employee id A, as line 2 has" in outcome.said_of("repeated")
    assert (who("A").job_title, who("A").about) == ("First", "")
    assert run(file).counts == (0, 0, 2, 1)


# Whose e-mail address it is.


def test_a_profile_without_an_id_is_found_by_its_email(tmp_path: Path) -> None:
    known = PersonFactory(
        email="a@department.example", about="Mine.", first_name="Al", last_name="B"
    )
    outcome = run(staff_file(tmp_path, person("A", email="A@Department.example", about="Theirs.")))
    assert outcome.counts == (0, 1, 0, 0)
    known.refresh_from_db()
    assert (known.employee_id, known.is_fed, known.first_name) == ("A", True, "FirstA")
    assert known.about == "Mine."
    assert outcome.lines_of("own_words") == [2]
    assert FormerPersonAddress.objects.get().slug == "al-b"
    assert known.slug == "firsta-lasta"


@pytest.mark.parametrize("known_id", ["X", None])
def test_a_row_with_somebody_elses_email_is_refused(tmp_path: Path, known_id: str | None) -> None:
    PersonFactory(employee_id="A", email="old@department.example", job_title="Analyst")
    PersonFactory(employee_id=known_id, email="taken@department.example")
    outcome = run(staff_file(tmp_path, person("A", email="taken@department.example"), person("B")))
    assert outcome.counts == (1, 0, 0, 1)
    assert outcome.lines_of("email_taken") == [2]
    said = outcome.said_of("email_taken")
    assert "A has the e-mail address" in said
    assert (known_id or "profile without id") in said
    assert (who("A").job_title, who("A").email) == ("Analyst", "old@department.example")


def test_two_rows_with_one_email_are_one_person_and_a_problem(tmp_path: Path) -> None:
    same = "same@department.example"
    rows = [person("A", email=same), person("B", email=same.upper())]
    outcome = run(staff_file(tmp_path, *rows))
    assert outcome.counts == (1, 0, 0, 1)
    assert "(B) has the e-mail address same@department.example, as A on line 2 has" in (
        outcome.said_of("email_taken")
    )


def test_email_addresses_can_change_hands_within_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "BATCH", 1)
    one, two = "one@department.example", "two@department.example"
    run(staff_file(tmp_path, person("A", email=one), person("B", email=two)))
    file = staff_file(tmp_path, person("A", email=two), person("B", email=one))
    assert run(file).counts == (0, 2, 0, 0)
    assert (who("A").email, who("B").email) == (two, one)
    assert run(file).counts == (0, 0, 2, 0)


# Rows and cells that cannot be used.


@pytest.mark.parametrize(
    ("said", "kind", "words", "kept"),
    [
        ({"email": "no address"}, "email", "“no address” is no e-mail address", {"email": None}),
        ({"start_date": "soon"}, "field", "start_date is “soon”", {"start_date": None}),
        ({"start_date": "2024-05-02", "left_on": "2024-05-01"}, "field", "lies before", {"left_on": None}),
        ({"job_title": "x" * 300}, "shortened", "job_title has 300 characters and was cut to 255", {"job_title": "x" * 255}),
        ({"about": "y" * 2100}, "shortened", "cut to 2000", {"about": "y" * 2000}),
        ({"phone": "1" * 41}, "field", "phone has 41 characters", {"phone": ""}),
        ({"location": "z" * 121}, "field", "location has 121", {"location": None}),
        ({"last_name": "O\x00Neil"}, "characters", "unseen characters (such as NUL) in last_name", {"last_name": "ONeil"}),
        ({"last_name": "\u202eevil"}, "characters", "last_name", {"last_name": "evil"}),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_is_told_and_the_person_comes_in(
    tmp_path: Path, said: dict[str, str], kind: str, words: str, kept: dict[str, Any]
) -> None:
    file = staff_file(tmp_path, person("A"), person("B", **said))
    outcome = run(file)
    assert (outcome.counts, outcome.status) == ((2, 0, 0, 0), 0)
    assert outcome.lines_of(kind) == [3]
    assert words in outcome.said_of(kind)
    assert {name: getattr(who("B"), name) for name in kept} == kept
    assert run(file).counts == (0, 0, 2, 0)
    assert run(file, "--strict").status == 1


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ({"employee_id": ""}, "unusable", "has no employee id"),
        ({"employee_id": "9" * 65}, "unusable", "of 65 characters; 64 is the most"),
        ({"employee_id": "B\x00"}, "unusable", "unseen characters in it: “B·”"),
        ({"first_name": "", "last_name": " "}, "unusable", "B has no name"),
    ],
)
def test_a_row_that_says_too_little_is_told_and_stops_nobody(
    tmp_path: Path, said: dict[str, str], kind: str, words: str
) -> None:
    outcome = run(staff_file(tmp_path, person("A"), person("B") | said, person("C")))
    assert (outcome.counts, outcome.status) == ((2, 0, 0, 1), 0)
    assert (outcome.lines_of(kind), words in outcome.said_of(kind)) == ([3], True)


FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1+1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text(tmp_path: Path, formula: str) -> None:
    row = person("A", first_name=formula, about=formula, job_title=formula)
    run(staff_file(tmp_path, row))
    made = who("A")
    assert (made.first_name, made.about, made.job_title) == (formula.strip(),) * 3


# What goes with it.


def everything() -> list[dict[str, str]]:
    return [
        person("A", unit=""),
        person("B", manager_employee_id="A", location="Mariner House"),
        person("C", manager_employee_id="B", unit="Ferries", location="Mariner House"),
    ]


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """People and teams in Wagtail's reference index, as its snippets are."""
    for name in ("indexed_models", "tracked_models"):
        monkeypatch.setattr(ReferenceIndex, name, set(getattr(ReferenceIndex, name)))
    before = set(ReferenceIndex.tracked_models)
    for model in (Person, Team):
        ReferenceIndex.register_model(model)
    added = ReferenceIndex.tracked_models - before
    yield
    for model in added:
        disconnect_reference_index_signal_handlers_for_model(model)


def test_the_reference_index_is_as_a_rebuild_would_make_it(tmp_path: Path, indexed: None) -> None:
    run(staff_file(tmp_path, *everything()))
    changed = [
        person("A", unit="Ferries", manager_employee_id="C", location="Dock"),
        person("B", manager_employee_id="", location="Dock", last_name="Renamed"),
        person("C", manager_employee_id="B", unit="Border Force", location=""),
        person("D", manager_employee_id="A"),
    ]
    for rows in (everything(), changed, changed):
        run(staff_file(tmp_path, *rows))
        written = references()
        call_command("rebuild_references_index", verbosity=0, stdout=io.StringIO())
        assert written == references()
    assert {path for *_start, path, _content, _hash in written} >= {
        "manager", "location", "memberships.item.team", "parent",
    }  # fmt: skip


def test_what_is_made_is_in_the_change_log_as_the_feeds_doing(tmp_path: Path) -> None:
    run(staff_file(tmp_path, *everything()))
    changes = Change.objects.of(who("B"))
    assert [(change.door, change.actor) for change in changes] == [(Door.FEED, None)]
    fields = changes[0].fields
    assert fields["job_title"] == ["", "Officer"]
    assert fields["manager"] == ["", f"FirstA LastA ({who('A').pk})"]
    team = Team.objects.get(name="Border Force")
    assert fields["memberships"] == ["", f"Border Force ({team.pk}), main team"]
    assert "grade" in fields
    assert "pronouns" not in fields
    assert Change.objects.of(team)[0].fields["parent"][1].startswith("Home Office (")


def test_every_field_is_one_that_the_file_may_change() -> None:
    assert [name for name in (*FED, *PERSONAL, "employee_id", "manager", "memberships") if Hat.FEED not in EDITORS[name]] == []  # fmt: skip


def test_addresses_of_namesakes_are_as_one_by_one(tmp_path: Path) -> None:
    PersonFactory(first_name="Ann", last_name="Lee", employee_id="Z")
    who("Z").former_addresses.create(slug="ann-lee-3")
    names = {"first_name": "Ann", "last_name": "Lee"}
    rows = [person(f"N{n}", **names) for n in range(3)]
    foreign = [person(f"F{n}", first_name="李", last_name="王") for n in range(3)]
    run(staff_file(tmp_path, *rows, *foreign, person("M", first_name="Me", last_name="")))
    assert list(Person.objects.order_by("pk").values_list("slug", flat=True)) == [
        "ann-lee", "ann-lee-2", "ann-lee-4", "ann-lee-5", "someone", "someone-2", "someone-3", "me-2",
    ]  # fmt: skip


def test_no_person_costs_a_query_of_their_own(tmp_path: Path) -> None:
    def queries(count: int, prefix: str) -> int:
        rows = [person(f"{prefix}{n}", location="Dock") for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            run(staff_file(tmp_path, person("TOP"), *rows))
        return len(asked)

    queries(1, "X")
    # SQLite takes so many values at a time, so that a hundred rows are several statements.
    assert queries(100, "B") < queries(10, "A") + 10


# What was there before.


@pytest.fixture
def office() -> Team:
    return TeamFactory(name="Home Office", kind=TeamKind.ORGANISATION)


def test_teams_that_are_there_are_used_wherever_editors_put_them(
    tmp_path: Path, office: Team
) -> None:
    directorate = TeamFactory(name="Operations", parent=office)
    unit = TeamFactory(name="Border Force", parent=directorate)
    outcome = run(staff_file(tmp_path, person("A")))
    assert outcome.report["teams_made"] == 0
    assert who("A").memberships.get().team == unit


def test_a_renamed_and_moved_team_is_not_made_again(tmp_path: Path) -> None:
    file = staff_file(tmp_path, person("A"), person("B", organisation="Elsewhere"))
    run(file)
    team = Team.objects.get(name="Border Force", parent__name="Home Office")
    team.name, team.parent = "Borders and Ferries", Team.objects.get(name="Elsewhere")
    team.save()
    assert run(file).counts == (0, 0, 2, 0)
    assert run(staff_file(tmp_path, person("A"), person("C"))).report["teams_made"] == 0
    assert main_team("C") == "Borders and Ferries"
    assert ImportedTeam.objects.count() == 4


def closed(name: str, successor: Team | None = None) -> None:
    team = Team.objects.get(name=name)
    team.closed_on, team.successor = TODAY(), successor
    team.save()


def test_a_closed_team_takes_nobody_in(tmp_path: Path, office: Team) -> None:
    run(staff_file(tmp_path, person("A")))
    closed("Border Force")
    outcome = run(staff_file(tmp_path, person("A"), person("B")))
    assert outcome.counts == (1, 0, 1, 0)
    assert outcome.lines_of("closed_team") == [2]
    assert (main_team("A"), main_team("B")) == ("Border Force", None)
    closed("Border Force", TeamFactory(name="Borders", parent=office))
    outcome = run(staff_file(tmp_path, person("A"), person("B")))
    assert "Its people are put into Borders" in outcome.said_of("closed_team")
    assert (main_team("A"), main_team("B")) == ("Borders", "Borders")


def test_a_new_unit_of_a_closed_organisation_is_not_made(tmp_path: Path, office: Team) -> None:
    closed("Home Office")
    outcome = run(staff_file(tmp_path, person("A")))
    assert (outcome.report["teams_made"], main_team("A")) == (0, None)
    assert outcome.counts == (1, 0, 0, 0)


def test_another_unit_ends_the_main_membership_and_no_other(tmp_path: Path, office: Team) -> None:
    known = member(TeamFactory(name="Ferries", parent=office), employee_id="A")
    MembershipFactory(person=known, team=TeamFactory(name="Choir"), is_primary=False)
    run(staff_file(tmp_path, person("A")))
    rows = set(known.memberships.values_list("team__name", "is_primary", "started_on", "ended_on"))
    yesterday = TODAY() - timedelta(days=1)
    assert rows == {
        ("Ferries", False, None, yesterday),
        ("Border Force", True, TODAY(), None),
        ("Choir", False, None, None),
    }


@pytest.mark.parametrize("days", [0, 5])
def test_a_membership_never_ends_before_it_began(tmp_path: Path, office: Team, days: int) -> None:
    began = TODAY() + timedelta(days=days)
    known = member(TeamFactory(name="Ferries", parent=office), since=began, employee_id="A")
    run(staff_file(tmp_path, person("A")))
    assert known.memberships.get(team__name="Ferries").ended_on == began


def test_a_team_that_somebody_is_in_already_becomes_the_main_one(
    tmp_path: Path, office: Team
) -> None:
    known = member(TeamFactory(name="Ferries", parent=office), employee_id="A")
    unit = TeamFactory(name="Border Force", parent=office)
    MembershipFactory(person=known, team=unit, is_primary=False, title="Secretary")
    run(staff_file(tmp_path, person("A")))
    row = known.memberships.get(team=unit)
    assert (row.is_primary, row.title, row.ended_on) == (True, "Secretary", None)
    assert known.memberships.filter(is_primary=True).count() == 1


def test_nothing_is_left_behind_but_what_is_said(tmp_path: Path) -> None:
    run(staff_file(tmp_path, *everything()))
    assert Revision.objects.for_instance(who("A")).count() == 0
    assert ModelLogEntry.objects.for_instance(who("A")).count() == 0
    assert ImportedPerson.objects.count() == 3


def test_rows_add_up_in_the_words_too(tmp_path: Path) -> None:
    outcome: Outcome = run(staff_file(tmp_path, person("A"), person("A"), person("B")))
    assert outcome.words.startswith("3 rows: 2 people made, 0 changed, 0 unchanged, 1 not taken.")
    assert "Read as UTF-8." in outcome.words
    assert "Rows with the employee id of an earlier row (1)\n  line 3: " in outcome.words
