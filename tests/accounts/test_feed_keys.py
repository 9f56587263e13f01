"""The private part of feed addresses: who it stands for, and when it no longer does."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts import feed_keys
from accounts.erasing import erase_account
from accounts.models import FeedKey, User
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_person_has_no_key_until_they_ask_for_one(staff: User) -> None:
    assert feed_keys.key_of(staff) == ""


def test_a_key_stands_for_its_person_and_can_be_shown_again(staff: User) -> None:
    key = feed_keys.renew(staff)
    assert feed_keys.key_of(staff) == key
    assert feed_keys.whose(key) == staff


def test_no_two_people_share_a_key(staff: User) -> None:
    keys = {feed_keys.renew(staff), feed_keys.renew(UserFactory())}
    assert len(keys) == 2


def test_the_database_alone_opens_nothing(staff: User) -> None:
    key = feed_keys.renew(staff)
    row = FeedKey.objects.get(user=staff)
    kept = {str(getattr(row, field.attname)) for field in FeedKey._meta.fields}
    assert key not in kept
    with override_settings(SECRET_KEY="another"):
        assert feed_keys.whose(key) is None
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[_secret()]):
        assert feed_keys.whose(key) == staff


def _secret() -> str:
    from django.conf import settings

    return settings.SECRET_KEY


def test_renewing_ends_the_old_key_at_once(staff: User) -> None:
    old, new = feed_keys.renew(staff), feed_keys.renew(staff)
    assert old != new
    assert feed_keys.whose(old) is None
    assert feed_keys.whose(new) == staff
    assert FeedKey.objects.filter(user=staff).count() == 1


def test_a_key_with_anything_changed_is_nobodys(staff: User) -> None:
    key = feed_keys.renew(staff)
    other = feed_keys.renew(UserFactory())
    forged = [
        key[:-1],
        key + "A",
        key.swapcase(),
        f"{key[:22]}{other[22:]}",
        f"{other[:22]}{key[22:]}",
    ]
    forged += [
        "",
        "1",
        "A" * 65,
        "é" * 65,
        f"{key}\n",
        "../" * 20,
        "A" * 1_000_000,
        f"{key[:-1]}\x00",
    ]
    assert [each for each in forged if feed_keys.whose(each)] == []


def test_a_switched_off_account_has_no_key(staff: User) -> None:
    key = feed_keys.renew(staff)
    staff.is_active = False
    staff.save()
    assert feed_keys.whose(key) is None


def test_a_leavers_key_ends_with_their_account(staff: User) -> None:
    key = feed_keys.renew(staff)
    PersonFactory(user=staff, left_on=timezone.localdate() - timedelta(days=1))
    assert feed_keys.whose(key) is None


def test_an_erased_account_leaves_no_key(staff: User) -> None:
    key = feed_keys.renew(staff)
    erase_account(staff, name="Former member of staff")
    assert feed_keys.whose(key) is None
    assert not FeedKey.objects.exists()


def test_a_deleted_account_leaves_no_key(staff: User) -> None:
    key = feed_keys.renew(staff)
    staff.delete()
    assert feed_keys.whose(key) is None
