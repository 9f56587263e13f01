"""A staff file comes in again: what changed is written, what is somebody's own stays, nothing else moves."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from audit.models import Change, Door
from people.models import FormerPersonAddress, Location, Membership, Person, Team
from tests.factories.people import PersonFactory
from tests.factories.staff import person, staff_file
from tests.transfer.staff_command import run
from transfer.models import ImportedPerson
from transfer.staff.erasing import forget_person
from transfer.staff.services import import_staff

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def who(number: str) -> Person:
    return Person.objects.get(employee_id=number)


def everything() -> list[dict[str, Any]]:
    """All rows of every table that an import may write to."""
    models = (Person, Team, Membership, Location, Change, Revision, ModelLogEntry, ImportedPerson, FormerPersonAddress)  # fmt: skip
    return [row for model in models for row in model.objects.order_by("pk").values()]


def writes(asked: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in asked if query["sql"].startswith(WRITES)]


def rich(number: str, **said: str) -> dict[str, str]:
    own = {
        "preferred_name": "Pip",
        "phone": "1",
        "mobile": "2",
        "location": "Dock",
        "about": "Ask me.",
    }
    return person(number, pronouns="they/them", start_date="2020-01-01", left_on="") | own | said


def test_the_same_file_again_writes_nothing_at_all(tmp_path: Path) -> None:
    rows = [rich("A"), person("B", manager_employee_id="A"), person("B"), person("C", email="none")]
    file = staff_file(tmp_path, *rows, columns=rows[0])
    assert run(file).counts == (3, 0, 0, 1)
    before = everything()
    with CaptureQueriesContext(connection) as asked:
        outcome = run(file)
    assert outcome.counts == (0, 0, 3, 1)
    assert "0 changed" in outcome.words
    assert writes(asked) == []
    assert everything() == before


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("first_name", "Other", ["FirstA", "Other"]),
        ("email", "NEW@department.example", ["a@department.example", "new@department.example"]),
        ("job_title", "Chief", ["Officer", "Chief"]),
        ("grade", "", ["EO", ""]),
        ("profession", "Law", ["Policy", "Law"]),
        ("start_date", "2021-01-01", ["2020-01-01", "2021-01-01"]),
        ("left_on", "2099-12-31", ["", "2099-12-31"]),
        ("about", "Ask me more.", ["Ask me.", "Ask me more."]),
        ("phone", "", ["1", ""]),
        ("pronouns", "she/her", ["they/them", "she/her"]),
    ],
)
def test_a_changed_cell_changes_that_field_and_is_logged(
    tmp_path: Path, field: str, value: str, words: list[str]
) -> None:
    run(staff_file(tmp_path, rich("A"), rich("B")))
    before = Person.objects.filter(employee_id="A").values().get()
    Change.objects.all().delete()
    outcome = run(staff_file(tmp_path, rich("A", **{field: value}), rich("B")))
    assert outcome.counts == (0, 1, 1, 0)
    change = Change.objects.get()
    assert (change.object_id, change.door, change.fields) == (
        who("A").pk,
        Door.FEED,
        {field: words},
    )
    after = Person.objects.filter(employee_id="A").values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert field in changed
    assert changed <= {field, "sort_name", "search_text", "slug"}
    assert who("A").search_text == who("A").search_text.lower()
    fresh = who("A")
    fresh.normalise()
    assert (fresh.search_text, fresh.sort_name) == (who("A").search_text, who("A").sort_name)


def test_several_changes_of_one_person_are_one_change(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B")))
    Change.objects.all().delete()
    now = person("B", manager_employee_id="A", job_title="Chief", unit="Ferries", last_name="Young")
    run(staff_file(tmp_path, person("A"), now))
    fields = Change.objects.of(who("B")).get().fields
    assert set(fields) == {"last_name", "job_title", "manager", "memberships"}
    assert fields["manager"] == ["", f"FirstA LastA ({who('A').pk})"]
    ferries, border = (Team.objects.get(name=name).pk for name in ("Ferries", "Border Force"))
    today = timezone.localdate()
    was, now = f"Border Force ({border})", f"Ferries ({ferries})"
    ended = f"{was}, until {today - timedelta(days=1)}"
    assert fields["memberships"] == [
        f"{was}, main team",
        f"{ended}; {now}, main team, since {today}",
    ]
    assert who("B").slug == "firstb-young"
    assert FormerPersonAddress.objects.get().slug == "firstb-lastb"


def test_who_has_a_history_gets_a_revision_that_says_what_is_so(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B")))
    who("A").save_revision()
    changed = [person(number, job_title="Chief", unit="Ferries") for number in "AB"]
    run(staff_file(tmp_path, *changed))
    latest = who("A").get_latest_revision_as_object()
    assert latest.job_title == "Chief"
    assert [str(row.team) for row in latest.memberships.all() if row.is_primary] == ["Ferries"]
    assert Revision.objects.for_instance(who("A")).count() == 2
    assert ModelLogEntry.objects.for_instance(who("A")).count() == 1
    assert Revision.objects.for_instance(who("B")).count() == 0


# What people wrote themselves.


@pytest.mark.parametrize(
    ("first", "own", "then", "kept"),
    [
        ("From the file.", "From the file.", "From the file, again.", "From the file, again."),
        ("From the file.", "My own.", "From the file.", "My own."),
        ("From the file.", "My own.", "From the file, again.", "My own."),
        ("From the file.", "My own.", "", "My own."),
        ("From the file.", "", "From the file.", ""),
        ("From the file.", "", "From the file, again.", "From the file, again."),
        ("From the file.", "From the file.", "", ""),
        ("", "My own.", "From the file.", "My own."),
        ("", "My own.", "", "My own."),
        ("", "", "From the file.", "From the file."),
    ],
)
@pytest.mark.parametrize("field", ["about", "preferred_name", "phone", "mobile", "pronouns"])
def test_what_a_person_wrote_stays(
    tmp_path: Path, field: str, first: str, own: str, then: str, kept: str
) -> None:
    run(staff_file(tmp_path, person("A", **{field: first})))
    Person.objects.filter(employee_id="A").update(**{field: own})
    file = staff_file(tmp_path, person("A", **{field: then}))
    told = run(file).lines_of("own_words")
    assert getattr(who("A"), field) == kept
    assert told == ([2] if then not in {"", first} and kept == own else [])
    assert run(file).counts == (0, 0, 1, 0)
    assert getattr(who("A"), field) == kept


def test_a_place_of_work_stays_as_a_person_chose_it(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A", location="Dock"), person("B", location="DOCK")))
    assert Location.objects.count() == 1
    Location.objects.update(name="Dock Road")  # an editor's renaming is not the person's choice
    Person.objects.filter(employee_id="B").update(location=Location.objects.create(name="Home"))
    run(staff_file(tmp_path, person("A", location="Pier"), person("B", location="Pier")))
    assert [str(who(number).location) for number in "AB"] == ["Pier", "Home"]


def test_columns_that_the_file_lacks_are_never_touched(tmp_path: Path) -> None:
    run(staff_file(tmp_path, rich("A")))
    before = Person.objects.filter(employee_id="A").values().get()
    few = ["employee_id", "last_name", "job_title"]
    outcome = run(staff_file(tmp_path, rich("A", job_title="Chief"), columns=few))
    assert outcome.counts == (0, 1, 0, 0)
    after = Person.objects.filter(employee_id="A").values().get()
    assert {name for name in after if after[name] != before[name]} == {"job_title", "search_text"}
    assert who("A").memberships.get().team.name == "Border Force"


def test_a_profile_that_an_admin_took_over_is_left_alone(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B")))
    Person.objects.filter(employee_id="A").update(is_fed=False, job_title="Theirs")
    changed = person("A", job_title="File's", unit="Ferries", about="File's")
    outcome = run(staff_file(tmp_path, changed, person("B", manager_employee_id="A")), "--strict")
    assert (outcome.counts, outcome.lines_of("kept"), outcome.status) == ((0, 1, 1, 0), [2], 0)
    assert (who("A").job_title, who("A").about, who("A").is_fed) == ("Theirs", "", False)
    assert who("A").memberships.get().team.name == "Border Force"
    assert not Team.objects.filter(name="Ferries").exists()


def test_a_profile_made_by_hand_with_an_id_is_the_files_from_now_on(tmp_path: Path) -> None:
    PersonFactory(employee_id="A", job_title="By hand")
    assert run(staff_file(tmp_path, person("A"))).counts == (0, 1, 0, 0)
    assert (who("A").job_title, who("A").is_fed) == ("Officer", True)


# Coming and going.


def test_who_was_erased_is_not_brought_back(tmp_path: Path) -> None:
    file = staff_file(tmp_path, rich("A"), person("B"))
    run(file)
    gone = who("A")
    forget_person(gone)
    Person.objects.filter(pk=gone.pk).update(
        erased_at=timezone.now(), employee_id=None, email=None, first_name="", last_name=""
    )
    outcome = run(file)
    assert (outcome.counts, outcome.lines_of("erased")) == ((0, 0, 1, 1), [2])
    assert Person.objects.count() == 2
    assert ImportedPerson.objects.get(person=gone).personal == {}


def leave(number: str, days_ago: int) -> None:
    last = timezone.localdate() - timedelta(days=days_ago)
    Person.objects.filter(employee_id=number).update(left_on=last)
    Membership.objects.filter(person__employee_id=number).update(ended_on=last, is_primary=False)


def test_who_had_left_and_is_in_the_file_again_comes_back_only_when_asked(tmp_path: Path) -> None:
    file = staff_file(tmp_path, person("A"), person("B"))
    run(file)
    leave("A", days_ago=10)
    outcome = run(staff_file(tmp_path, person("A", job_title="Chief"), person("B")))
    assert (outcome.counts, outcome.lines_of("is_back")) == ((0, 0, 2, 0), [2])
    assert who("A").job_title == "Officer"
    outcome = run(file, "--rejoin")
    assert (outcome.counts, outcome.lines_of("is_back")) == ((0, 1, 1, 0), [2])
    assert who("A").left_on is None
    rows = list(who("A").memberships.order_by("pk").values_list("is_primary", "started_on"))
    assert rows == [(False, None), (True, timezone.localdate())]
    assert run(file, "--rejoin").counts == (0, 0, 2, 0)


def test_a_last_day_in_the_file_is_taken_and_ends_no_membership(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A")))
    file = staff_file(
        tmp_path, person("A", left_on="2024-01-31"), person("B", left_on="2024-01-31")
    )
    assert run(file).counts == (1, 1, 0, 0)
    assert [who(number).left_on for number in "AB"] == [date(2024, 1, 31)] * 2
    assert who("A").memberships.filter(ended_on=None).count() == 1
    assert who("B").memberships.count() == 0
    assert run(file).counts == (0, 0, 2, 0)


def test_who_vanished_is_listed_and_left_alone(tmp_path: Path) -> None:
    PersonFactory(employee_id="HAND")
    run(staff_file(tmp_path, person("A"), person("B"), person("C", left_on="2024-01-31")))
    outcome = run(staff_file(tmp_path, person("A")))
    assert outcome.said_of("vanished") == "FirstB LastB (B), Officer"
    assert who("B").left_on is None


def test_close_missing_marks_them_as_leaving_today(tmp_path: Path) -> None:
    rows = [person("A"), person("B"), person("LATE", start_date="2099-01-01")]
    run(staff_file(tmp_path, *rows))
    who("B").save_revision()
    Change.objects.all().delete()
    file = staff_file(tmp_path, person("A"))
    trial = run(file, "--close-missing", "--dry-run")
    assert (trial.report["closed"], who("B").left_on) == (2, None)
    outcome = run(file, "--close-missing")
    today = timezone.localdate()
    assert (outcome.counts, outcome.report["closed"]) == ((0, 0, 1, 0), 2)
    assert [who(number).left_on for number in ("A", "B", "LATE")] == [None, today, date(2099, 1, 1)]
    assert Change.objects.of(who("B"))[0].fields == {"left_on": ["", str(today)]}
    assert who("B").get_latest_revision_as_object().left_on == today
    again = run(file, "--close-missing")
    assert (again.report["closed"], again.lines_of("vanished")) == (0, [])


def test_who_was_closed_by_mistake_is_back_the_same_day(tmp_path: Path) -> None:
    whole = staff_file(tmp_path, person("A"), person("B"))
    run(whole)
    run(staff_file(tmp_path, person("A")), "--close-missing")
    assert who("B").left_on == timezone.localdate()
    assert run(staff_file(tmp_path, person("A"), person("B"))).counts == (0, 1, 1, 0)
    assert who("B").left_on is None
    assert ImportedPerson.objects.get(person=who("B")).closed_on is None


@pytest.mark.parametrize("row", ["B,too,few\r\n", '"B,"x"\r\n', ",NoId,,,,,,,,,\r\n"])
def test_nobody_is_closed_while_a_row_does_not_say_whose_it_is(tmp_path: Path, row: str) -> None:
    run(staff_file(tmp_path, person("A"), person("B")))
    file = staff_file(tmp_path, person("A"))
    file.write_text(file.read_text() + row)
    outcome = run(file, "--close-missing")
    assert (outcome.report["closed"], who("B").left_on) == (0, None)
    assert "Nobody was marked as leaving" in outcome.said_of("vanished")


def test_a_row_that_is_refused_is_nobody_who_vanished(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B")))
    outcome = run(
        staff_file(tmp_path, person("A"), person("B", email="a@department.example")),
        "--close-missing",
    )
    assert (outcome.counts, outcome.report["closed"]) == ((0, 0, 1, 1), 0)


# A dry run.


def test_a_dry_run_writes_nothing_and_shows_the_difference(tmp_path: Path) -> None:
    run(staff_file(tmp_path, person("A"), person("B")))
    before = everything()
    rows = [
        person(
            "A", job_title="Chief", unit="New unit", manager_employee_id="N", location="New place"
        ),
        person("N", job_title="Head", manager_employee_id="B"),
        person("B"),
    ]
    file = staff_file(tmp_path, *rows)
    with CaptureQueriesContext(connection) as asked:
        outcome = run(file, "--dry-run")
    assert writes(asked) == []
    assert everything() == before
    assert outcome.words.startswith(
        "3 rows: 1 people would be made, 1 would be changed, 1 unchanged"
    )
    assert outcome.words.split("What would change (2)\n")[1] == (
        "  FirstA LastA (A)\n"
        "    job title: Officer → Chief\n"
        "    manager: nothing → FirstN LastN\n"
        "    location: nothing → New place\n"
        "    main team: Border Force → New unit\n"
        "  FirstN LastN (N), new, Head, Border Force\n"
    )
    trial = outcome.counts
    assert run(file).counts == trial


def test_the_difference_is_cut_and_told_whole_when_asked(tmp_path: Path) -> None:
    file = staff_file(tmp_path, *(person(f"N{n}") for n in range(25)))
    cut, whole = run(file, "--dry-run"), run(file, "--dry-run", "--all")
    assert cut.words.count(", new") == 20
    assert "… and 5 more (--all shows them)" in cut.words
    assert whole.words.count(", new") == 25
    assert len(cut.report["changes"]) == 25
    assert cut.report["changes"][0]["fields"]["job_title"] == ["", "Officer"]


def test_the_service_says_who_did_it(tmp_path: Path, admin: Any) -> None:
    file = staff_file(tmp_path, person("A"))
    import_staff(file, actor=admin)
    assert Change.objects.of(who("A"))[0].actor == admin
