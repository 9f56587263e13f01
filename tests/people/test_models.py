"""People and teams, as the database keeps them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from people.managers import chain_above
from people.models import Membership, Person, Team
from tests.factories.accounts import UserFactory
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory, member

pytestmark = pytest.mark.django_db


def tree() -> tuple[Team, Team, Team]:
    top = TeamFactory(name="Top")
    middle = TeamFactory(name="Middle", parent=top)
    return top, middle, TeamFactory(name="Bottom", parent=middle)


def paths() -> dict[str, str]:
    return dict(Team.objects.values_list("name", "path"))


# Names.


@pytest.mark.parametrize(
    ("given", "shown", "sorted_as", "letter"),
    [
        ({"first_name": "Elizabeth", "last_name": "Núñez"}, "Elizabeth Núñez", "nunez elizabeth", "N"),
        ({"first_name": "Elizabeth", "last_name": "Öz", "preferred_name": "Liz"}, "Liz Öz", "oz liz", "O"),
        ({"first_name": "", "last_name": "Sukarno"}, "Sukarno", "sukarno", "S"),
        ({"first_name": "  Mary   Ann ", "last_name": "O'Neil-Smith"}, "Mary Ann O'Neil-Smith", "o'neil-smith mary ann", "O"),
        ({"first_name": "Lin", "last_name": "王"}, "Lin 王", "王 lin", "王"),
        ({"first_name": "X", "last_name": "42"}, "X 42", "42 x", "#"),
    ],
)  # fmt: skip
def test_a_name_is_shown_as_colleagues_say_it_and_sorted_without_accents(
    given: dict[str, str], shown: str, sorted_as: str, letter: str
) -> None:
    person = PersonFactory(**given)
    assert (person.name, person.sort_name, person.letter) == (shown, sorted_as, letter)


def test_namesakes_have_addresses_of_their_own() -> None:
    people = [PersonFactory(first_name="José", last_name="White") for _ in range(3)]
    assert [p.slug for p in people] == ["jose-white", "jose-white-2", "jose-white-3"]
    assert PersonFactory(first_name="Me", last_name="").slug == "me-2"


def test_an_address_that_somebody_once_had_is_not_given_again() -> None:
    first = PersonFactory(first_name="Ann", last_name="Lee")
    first.former_addresses.create(slug="ann-lee-2")
    assert PersonFactory(first_name="Ann", last_name="Lee").slug == "ann-lee-3"


def test_two_people_never_share_an_address_for_mail() -> None:
    PersonFactory(email="Ann.Lee@Example.org ")
    assert Person.objects.get().email == "ann.lee@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(email="ANN.LEE@example.org")
    PersonFactory(email="")
    PersonFactory(email="")


# Managers.


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_of_managers_is_refused_by_the_model(length: int) -> None:
    line = [PersonFactory()]
    for _ in range(length):
        line.append(PersonFactory(manager=line[-1]))
    line[0].manager = line[-1]
    with pytest.raises(ValidationError):
        line[0].save()
    with pytest.raises(ValidationError):
        line[0].full_clean()
    assert Person.objects.get(pk=line[0].pk).manager is None


def test_nobody_manages_themselves_not_even_by_sql() -> None:
    person = PersonFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(manager=person)


def test_the_line_of_managers_is_one_query_and_ends_in_a_circle_made_by_sql(
    django_assert_num_queries: object,
) -> None:
    top = PersonFactory()
    middle = PersonFactory(manager=top)
    bottom = PersonFactory(manager=middle)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert chain_above(bottom.pk) == [middle.pk, top.pk]
    Person.objects.filter(pk=top.pk).update(manager=bottom)
    assert chain_above(bottom.pk) == [middle.pk, top.pk]


# Accounts.


def test_deleting_an_account_leaves_the_person() -> None:
    person = PersonFactory(signs_in=True)
    User.objects.get(pk=person.user_id).delete()
    assert Person.objects.get(pk=person.pk).user is None


def test_an_account_is_one_persons() -> None:
    account = UserFactory()
    PersonFactory(user=account)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(user=account)


# Leaving.


@pytest.mark.parametrize(
    ("days", "is_here", "can_be_opened"),
    [(None, True, True), (1, True, True), (0, True, True), (-1, False, True), (-90, False, True), (-91, False, False)],
)  # fmt: skip
def test_who_has_left_is_in_no_list_and_can_be_opened_for_ninety_days(
    days: int | None, is_here: bool, can_be_opened: bool, staff: User
) -> None:
    last = None if days is None else timezone.localdate() + timedelta(days=days)
    person = PersonFactory(left_on=last)
    assert Person.objects.here().exists() is is_here
    assert Person.objects.listed_for(staff).exists() is is_here
    assert Person.objects.readable_by(staff).exists() is can_be_opened
    assert person.has_left is not is_here


# Teams.


def test_a_team_carries_the_path_of_its_parents() -> None:
    top, middle, bottom = tree()
    assert bottom.path == f"{top.pk:08x}{middle.pk:08x}{bottom.pk:08x}"
    assert set(Team.objects.within(middle)) == {middle, bottom}
    assert bottom.above == [top.path, middle.path]


def test_moving_a_team_takes_along_what_is_in_it() -> None:
    top, middle, bottom = tree()
    other = TeamFactory(name="Other")
    middle = Team.objects.get(pk=middle.pk)
    middle.parent = other
    middle.save()
    assert paths()["Bottom"] == f"{other.pk:08x}{middle.pk:08x}{bottom.pk:08x}"
    assert set(Team.objects.within(top)) == {top}
    middle.parent = None
    middle.save()
    assert paths()["Bottom"] == f"{middle.pk:08x}{bottom.pk:08x}"


def test_a_team_cannot_be_moved_into_itself() -> None:
    top, _middle, bottom = tree()
    before = paths()
    top.parent = bottom
    for attempt in (top.save, top.full_clean):
        with pytest.raises(ValidationError, match="cannot be part of itself"):
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=top.pk).update(parent=top)
    assert paths() == before


def test_a_team_with_members_or_teams_in_it_cannot_be_deleted() -> None:
    top, _middle, bottom = tree()
    member(bottom)
    for team in (top, bottom):
        with pytest.raises(ProtectedError):
            team.delete()
    assert Team.objects.count() == 3


# Memberships.


def test_a_person_has_one_main_team_at_a_time() -> None:
    person = member(TeamFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(person=person)
    Membership.objects.update(ended_on=timezone.localdate() - timedelta(days=1))
    MembershipFactory(person=person)


def test_a_person_is_in_a_team_once() -> None:
    team = TeamFactory()
    person = member(team)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(person=person, team=team, is_primary=False)


def test_a_membership_does_not_end_before_it_began() -> None:
    today = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(started_on=today, ended_on=today - timedelta(days=1))


# Finding.


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nunez", ["Liz Núñez"]),
        ("LIZ", ["Liz Núñez"]),
        ("elizabeth nun", ["Liz Núñez"]),
        ("liz.n@example.org", ["Liz Núñez"]),
        ("e42", ["Liz Núñez"]),
        ("ann", ["Ann Lee", "Joanna Ray"]),
        ("lee ann", ["Ann Lee"]),
        ("nobody", []),
        ("\x00%_", []),
    ],
)
def test_people_are_found_by_every_name_that_they_have(words: str, found: list[str]) -> None:
    PersonFactory(
        first_name="Elizabeth", last_name="Núñez", preferred_name="Liz",
        email="liz.n@example.org", employee_id="E42",
    )  # fmt: skip
    PersonFactory(first_name="Joanna", last_name="Ray", email="j@example.org")
    PersonFactory(first_name="Ann", last_name="Lee", email="a@example.org")
    assert [p.name for p in Person.objects.matching(words)] == found
