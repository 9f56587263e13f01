"""The change log."""

import pytest

from accounts.models import User
from audit.models import Change, Door
from audit.services import difference, forget, record, record_many
from core.models import Topic

pytestmark = pytest.mark.django_db


def test_only_what_says_something_else_is_a_difference() -> None:
    before = {"name": "Pay", "slug": "pay", "gone": "x"}
    after = {"name": "Pay and leave", "slug": "pay", "new": "y"}
    assert difference(before, after) == {
        "name": ["Pay", "Pay and leave"],
        "gone": ["x", ""],
        "new": ["", "y"],
    }


def test_a_change_says_who_what_where_and_from_what_to_what(staff: User) -> None:
    topic = Topic.objects.create(name="Pay")
    record(topic, {"name": ["", "Pay"]}, actor=staff, door=Door.CMS)
    record(topic, {}, actor=staff, door=Door.CMS)
    change = Change.objects.of(topic).get()
    assert (change.actor, change.door) == (staff, Door.CMS)
    assert change.lines == [{"name": "name", "before": "", "after": "Pay"}]
    staff.delete()
    assert Change.objects.of(topic).get().actor is None


def test_changes_of_many_are_written_in_one_go(django_assert_max_num_queries: object) -> None:
    topics = [Topic.objects.create(name=f"T{n}") for n in range(20)]
    changes = [(topic.pk, {"name": ["", topic.name]}) for topic in topics]
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert record_many(Topic, changes, actor=None, door=Door.FEED) == 20
    forget(topics[0])
    assert Change.objects.count() == 19
