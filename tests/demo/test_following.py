"""The demo's reader follows something and has something to read, and it does not come twice."""

from demo.following import follow_things
from notifications.models import Follow, Notification


def test_the_reader_follows_things_and_is_told_of_some(demo) -> None:
    assert set(Follow.objects.values_list("kind", flat=True)) == {"department", "person"}
    assert Notification.objects.filter(user__username="staff").count() >= 3


def test_who_was_there_before_is_left_alone(demo) -> None:
    Follow.objects.all().delete()
    Notification.objects.all().delete()
    follow_things(set())
    assert not Follow.objects.exists()
    assert not Notification.objects.exists()
