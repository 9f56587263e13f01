"""Drift of what is derived is found and put right, and a broken row breaks nothing."""

import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from audit.models import Change, Door
from people.models import Membership, Person, Team
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def pier() -> Team:
    """A team two levels down, with somebody in it who has a manager."""
    team = TeamFactory(name="Piers", parent=TeamFactory(name="Harbours", parent=TeamFactory()))
    member(team, first_name="Ann", last_name="Lee", manager=PersonFactory(last_name="Boss"))
    return team


def check(*flags: str) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command("people_check", *flags, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}", error.returncode
    return out.getvalue(), 0


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def no_path(team: Team) -> None:
    Team.objects.filter(pk=team.parent_id).update(path="")


def nonsense(team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(path="zzz")


def move_by_sql(team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(parent=None)


def rename_by_sql(team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(name="Moles")


def no_main_team(team: Team) -> None:
    Membership.objects.update(is_primary=False)


def marry_by_sql(team: Team) -> None:
    Person.objects.filter(last_name="Lee").update(last_name="Núñez")


def lose_text(team: Team) -> None:
    Person.objects.filter(last_name="Lee").update(search_text="")


@pytest.mark.parametrize(
    ("drift", "names"),
    [
        (no_path, "“Harbours”"),
        (nonsense, "“Piers”"),
        (move_by_sql, "“Piers”"),
        (rename_by_sql, "“Moles”"),
        (no_main_team, "none of them is the main one"),
        (marry_by_sql, "“Ann Núñez”"),
        (lose_text, "“Ann Lee”"),
    ],
)
def test_drift_is_listed_and_repaired(
    drift: Callable[[Team], None], names: str, pier: Team
) -> None:
    drift(pier)
    said, code = check()
    assert names in said
    assert code == 1
    said, code = check("--repair")
    assert (code, "put right" in said) == (0, True)
    assert check() == ("Every team and every person is as it should be.\n", 0)


def test_people_and_teams_as_they_should_be_are_said_to_be(pier: Team) -> None:
    MembershipFactory(is_primary=False, ended_on=timezone.localdate())
    assert check() == ("Every team and every person is as it should be.\n", 0)


def test_the_paths_that_are_put_right_are_those_that_saving_makes(pier: Team) -> None:
    before = dict(Team.objects.values_list("pk", "path"))
    Team.objects.update(path="")
    check("--repair")
    assert dict(Team.objects.values_list("pk", "path")) == before


def test_one_broken_team_row_breaks_nothing_and_stops_no_repair(pier: Team) -> None:
    """In the closest relative of this intranet one such row made the directory answer 500."""
    top = pier.parent.parent  # type: ignore[union-attr]
    Team.objects.filter(pk=top.pk).update(parent=pier)
    other = TeamFactory(name="Ferries")
    Team.objects.filter(pk=other.pk).update(path="")
    said, code = check()
    assert code == 1
    assert said.count("lies in itself") == 1
    assert "“Ferries”" in said
    said, code = check("--repair")
    assert (code, "1 of 2 differences could not be put right" in said) == (1, True)
    assert Team.objects.get(pk=other.pk).path
    team = Team.objects.get(pk=top.pk)
    team.parent = None
    team.save()
    assert check("--repair")[1] == 0


def test_a_circle_of_managers_is_listed_once_and_left_to_people(pier: Team) -> None:
    boss = Person.objects.get(last_name="Boss")
    report = Person.objects.get(last_name="Lee")
    outside = PersonFactory(manager=report)
    Person.objects.filter(pk=boss.pk).update(manager=report)
    said, code = check("--repair")
    assert said.count("is managed by themselves") == 1
    assert f"Ann Lee ({report.pk})" in said
    assert code == 1
    assert Person.objects.get(pk=outside.pk).manager == report
    fixed = Person.objects.get(pk=boss.pk)
    fixed.manager = None
    fixed.save()
    assert check()[1] == 0


def test_a_team_that_lies_too_deep_is_listed_and_left_to_people() -> None:
    teams = [TeamFactory() for _ in range(22)]
    for below, above in zip(teams[1:], teams, strict=False):
        Team.objects.filter(pk=below.pk).update(parent=above)
    said, code = check("--repair")
    assert said.count("more than 20 levels deep") == 2
    assert code == 1


def test_a_main_team_that_is_put_right_is_in_the_change_log(pier: Team) -> None:
    no_main_team(pier)
    check("--repair")
    person = Person.objects.get(last_name="Lee")
    change = Change.objects.of(person).get()
    assert change.door == Door.SYSTEM
    assert "main team" in change.fields["memberships"][1]


def test_it_asks_the_same_few_questions_however_many_there_are(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for _ in range(30):
        member(TeamFactory(parent=TeamFactory()), manager=PersonFactory())
    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]
        check()
