"""The account of a session: with all that comes along, as if it were asked for anew, and closed at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import F, Value
from django.utils import timezone

from accounts import along, closing
from accounts.along import left_out, wanted
from accounts.closing import Closing, find_open
from accounts.models import User
from accounts.roles import make_roles
from conversations.models import ReadOnly
from tests.compiling import counted
from tests.days import today, yesterday
from tests.factories.accounts import UserFactory
from tests.factories.notifications import FollowFactory, NotificationFactory, ThingFactory
from tests.factories.pages import ContentPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def plain() -> User:
    return UserFactory()


def who_was_here_before() -> User:
    return UserFactory(last_login=timezone.now())


def superuser() -> User:
    return UserFactory(superuser=True)


def switched_off() -> User:
    return UserFactory(is_active=False)


def on_the_last_day() -> User:
    return PersonFactory(signs_in=True, left_on=today()).user


def who_follows() -> User:
    user = UserFactory()
    for _each in range(2):
        FollowFactory(user=user)
    return user


def who_is_told() -> User:
    user = UserFactory()
    ends = ContentPageFactory(expire_at=timezone.now() + timedelta(days=1))
    for page in (ContentPageFactory(), ends):
        NotificationFactory(user=user, thing=ThingFactory(page=page))
    return user


def who_may_only_read() -> User:
    user = UserFactory()
    ReadOnly.objects.create(user=user, until=timezone.now() + timedelta(days=1))
    return user


def who_holds_a_role() -> User:
    make_roles()
    user = UserFactory()
    user.groups.set(Group.objects.all())
    return user


def who_was_given_a_right() -> User:
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    return user


STATES = [
    plain, who_was_here_before, superuser, switched_off, on_the_last_day, who_follows, who_is_told,
    who_may_only_read, who_holds_a_role, who_was_given_a_right,
]  # fmt: skip


def asked_anew(account: User, what: along.Along) -> dict[str, Any]:
    """What Django finds of an account, without anything that is kept."""
    looked_at = {name: F(one.path) for name, one in closing._closings.items()}
    said = {name: expression() for name, expression in what}
    return known_of(User.objects.annotate(**looked_at, **said).get(pk=account.pk))


def known_of(account: User | None) -> dict[str, Any]:
    """All values, each with its type: true is not one, nor a moment the words for it."""
    state = account._state
    values = {name: (type(value), value) for name, value in vars(account).items()}
    return {**values, "_state": (state.db, state.adding)}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_it_is_the_same_as_if_it_were_asked_for_anew(state: Callable[[], User], home: Any) -> None:
    account = state()
    assert wanted()
    for _turn in range(2):
        assert known_of(find_open(account.pk, wanted())) == asked_anew(account, wanted())
        assert known_of(find_open(account.pk)) == asked_anew(account, ())


def test_it_can_be_saved_and_asked_for_again() -> None:
    account = find_open(UserFactory().pk)
    account.first_name = "Ruth"
    account.save()
    account.refresh_from_db()
    assert User.objects.get(first_name="Ruth") == account


def test_of_many_each_finds_their_own(django_assert_num_queries: Any) -> None:
    accounts = UserFactory.create_batch(3)
    find_open(accounts[0].pk)
    with django_assert_num_queries(3), counted() as compiled:
        assert [find_open(account.pk) for account in accounts] == accounts
    assert compiled() == 0
    assert find_open(accounts[-1].pk + 1) is None


def test_whoever_has_left_is_found_no_more_from_that_day_on() -> None:
    person = PersonFactory(signs_in=True)
    assert find_open(person.user_id) == person.user
    person.left_on = yesterday()
    person.save()
    assert find_open(person.user_id) is None
    assert find_open(person.user_id, wanted()) is None
    person.left_on = None
    person.save()
    assert find_open(person.user_id) == person.user


def test_what_closes_accounts_is_asked_as_soon_as_it_is_said(
    staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_open(staff.pk) == staff
    name = Closing("username", lambda account, name: account.pk == staff.pk and name == "sam")
    monkeypatch.setitem(closing._closings, "closing_test", name)
    assert find_open(staff.pk) is None
    monkeypatch.setitem(closing._closings, "closing_test", Closing("email", lambda *_: False))
    assert find_open(staff.pk).closing_test == staff.email
    monkeypatch.delitem(closing._closings, "closing_test")
    assert not hasattr(find_open(staff.pk), "closing_test")


def test_what_comes_along_comes_as_soon_as_it_is_said(
    staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not hasattr(find_open(staff.pk, wanted()), "probe")
    for value in (7, 8):
        monkeypatch.setitem(along._along, "probe", lambda value=value: Value(value))
        assert find_open(staff.pk, wanted()).probe == value
    with left_out():
        assert not hasattr(find_open(staff.pk, wanted()), "probe")
