"""Who is told of what, and that nobody is told twice."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from core import registry
from core.notices import Followed, Notice, NoticeKind, Sight, Told, see_anew, tell
from notifications.choices import DEFAULTS, Mail
from notifications.models import Choice, Follow, Notification, Thing
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict
from tests.factories.people import MembershipFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return sorted(Notification.objects.values_list("user__username", flat=True))


@pytest.fixture
def travel(home):
    return ContentPageFactory(title="Travel")


def test_who_is_named_and_who_follows_are_told_once_and_the_actor_never(travel) -> None:
    ann, bob, cat = (UserFactory(username=name) for name in ("ann", "bob", "cat"))
    for user in (bob, cat):
        Follow.objects.create(user=user, kind="page", number=travel.pk)
        Follow.objects.create(user=user, kind="topic", number=7)
    followed = [Followed("page", travel.pk), Followed("topic", 7)]
    tell(Notice(NoticeKind.CHANGED, "page", travel.pk, {ann.pk, bob.pk}, followed, actor=cat.pk))
    assert told() == ["ann", "bob"]


@pytest.mark.parametrize("times", [2, 3])
def test_the_same_is_told_only_once(travel, staff, times: int) -> None:
    for _ in range(times):
        tell(Notice(NoticeKind.MENTIONED, "page", travel.pk, users=[staff.pk]))
    assert Notification.objects.count() == 1


def test_what_was_read_stays_read_when_it_is_told_again(travel, staff) -> None:
    notice = Notice(NoticeKind.MENTIONED, "page", travel.pk, users=[staff.pk])
    tell(notice)
    Notification.objects.update(read_at=timezone.now())
    tell(notice)
    assert Notification.objects.unread().count() == 0


def test_what_happens_again_stands_anew(travel, staff) -> None:
    def change(revision: int) -> None:
        tell(Notice(NoticeKind.CHANGED, "page", travel.pk, [staff.pk], occasion=revision))

    change(5)
    long_ago = timezone.now() - timedelta(days=9)
    Notification.objects.update(read_at=timezone.now(), told_at=long_ago)
    change(5)
    assert Notification.objects.unread().count() == 0
    change(6)
    (one,) = Notification.objects.all()
    assert one.read_at is None
    assert one.told_at > long_ago


def test_whose_account_is_switched_off_is_not_told(travel) -> None:
    gone = UserFactory(is_active=False)
    tell(Notice(NoticeKind.MENTIONED, "page", travel.pk, users=[gone.pk]))
    assert told() == []


def test_who_may_not_see_it_is_not_told(travel) -> None:
    inside = Group.objects.create(name="Inside")
    ann, bob, root = (
        UserFactory(username="ann"),
        UserFactory(username="bob"),
        UserFactory(superuser=True, username="root"),
    )
    ann.groups.add(inside)
    restrict(travel, inside)
    tell(Notice(NoticeKind.CHANGED, "page", travel.pk, users=[ann.pk, bob.pk, root.pk]))
    assert told() == ["ann", "root"]


def test_who_wants_to_hear_of_such_nowhere_is_not_told(travel, staff) -> None:
    Choice.objects.create(user=staff, kind=NoticeKind.CHANGED, in_bell=False, mail=Mail.NEVER)
    tell(Notice(NoticeKind.CHANGED, "page", travel.pk, users=[staff.pk]))
    tell(Notice(NoticeKind.MENTIONED, "page", travel.pk, users=[staff.pk]))
    (one,) = Notification.objects.all()
    assert one.kind == NoticeKind.MENTIONED
    assert one.in_bell
    assert one.mail == DEFAULTS[NoticeKind.MENTIONED]


def test_a_choice_holds_for_what_is_told_after_it(travel, staff) -> None:
    Choice.objects.create(user=staff, kind=NoticeKind.CHANGED, in_bell=False, mail=Mail.DAILY)
    tell(Notice(NoticeKind.CHANGED, "page", travel.pk, users=[staff.pk]))
    (one,) = Notification.objects.all()
    assert (one.in_bell, one.mail) == (False, Mail.DAILY)


def test_every_kind_has_a_default() -> None:
    assert set(DEFAULTS) == set(NoticeKind)


def test_a_department_is_heard_of_by_the_people_of_its_teams(travel, home) -> None:
    ports, pay = DepartmentPageFactory(title="Ports"), DepartmentPageFactory(title="Pay")
    above = TeamFactory(department=ports)
    below, other = TeamFactory(parent=above), TeamFactory(parent=above, department=pay)
    teams = {"above": above, "below": below, "other": other, "elsewhere": TeamFactory()}
    for name, team in teams.items():
        person = PersonFactory(user=UserFactory(username=name))
        MembershipFactory(person=person, team=team, is_primary=True)
    second = PersonFactory(user=UserFactory(username="second"))
    MembershipFactory(person=second, team=above, is_primary=False)
    tell(Notice(NoticeKind.STORY, "page", travel.pk, followed=[Followed("department", ports.pk)]))
    assert told() == ["above", "below"]


def test_nothing_is_told_of_what_is_not_there(staff) -> None:
    tell(Notice(NoticeKind.CHANGED, "page", 9_999_999, users=[staff.pk]))
    tell(Notice(NoticeKind.CHANGED, "no such source", 1, users=[staff.pk]))
    assert told() == []


class Notes:
    """Things of a test, of which some stand."""

    standing = {1, 2}

    def show(self, user, numbers):
        return {number: Told(f"Note {number}", f"/note/{number}/") for number in numbers}

    def sights(self, numbers):
        return {number: Sight() for number in self.standing.intersection(numbers)}


@pytest.fixture
def notes(monkeypatch):
    slot = dict(registry.noticeables._items)
    notes = Notes()
    notes.standing = {1, 2}
    registry.noticeables.add("note", notes)
    yield notes
    registry.noticeables._items.clear()
    registry.noticeables._items.update(slot)


def test_what_is_hidden_is_withdrawn_and_comes_back_when_it_is_shown_again(notes, staff) -> None:
    tell(Notice(NoticeKind.REPLIED, "note", 1, users=[staff.pk]))
    assert Notification.objects.readable_by(staff).count() == 1
    notes.standing = set()
    see_anew("note", [1, 2])
    assert Notification.objects.readable_by(staff).count() == 0
    notes.standing = {1}
    see_anew("note", [1])
    assert Notification.objects.readable_by(staff).count() == 1
    assert Thing.objects.count() == 1


def test_a_large_audience_costs_no_more_queries_than_a_small_one(
    travel, django_assert_max_num_queries
) -> None:
    users = [UserFactory() for _ in range(30)]
    Follow.objects.bulk_create(Follow(user=user, kind="page", number=travel.pk) for user in users)
    with django_assert_max_num_queries(9):  # two of them begin and end the transaction
        tell(Notice(NoticeKind.CHANGED, "page", travel.pk, followed=[Followed("page", travel.pk)]))
    assert Notification.objects.count() == 30
