"""What becomes of notifications when a person is erased: their own go, and others' name nobody."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.notices import NoticeKind
from notifications import services
from notifications.choices import Mail
from notifications.letters.gathering import gather
from notifications.letters.sending import send
from notifications.links import unsubscribe_address
from notifications.models import Choice, Follow, Letter, MailStop, Notification
from notifications.services import Wish
from people.models import Person
from people.services.erasure import erase
from tests.factories.notifications import FollowFactory, NotificationFactory, ThingFactory
from tests.factories.pages import ContentPageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

OWN = (Notification, Letter, Follow, Choice, MailStop)


@pytest.fixture
def ana(home) -> Person:
    return PersonFactory(first_name="Ana", last_name="Duarte", signs_in=True)


def keep_everything(user: User) -> None:
    """Let somebody be told, follow, choose, wait for a letter and want none."""
    NotificationFactory(user=user, mail=Mail.AT_ONCE)
    FollowFactory(user=user)
    services.choose(user, {NoticeKind.STORY: Wish(True, Mail.DAILY)})
    gather_later()
    services.stop_mail(user)


def gather_later() -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        gather()


def post_later() -> list:
    with time_machine.travel(timezone.now() + timedelta(minutes=4), tick=False):
        gather()
        send()
    return mail.outbox


def kept_of(user: User) -> dict[str, int]:
    return {model.__name__: model._default_manager.filter(user=user).count() for model in OWN}


def test_all_that_was_theirs_goes_and_nothing_of_others(admin, staff, ana) -> None:
    for user in (ana.user, staff):
        keep_everything(user)
    assert set(kept_of(ana.user).values()) == set(kept_of(staff).values()) == {1}
    erase(ana, admin)
    assert set(kept_of(ana.user).values()) == {0}
    assert set(kept_of(staff).values()) == {1}


def test_every_model_that_names_an_account_is_thought_of() -> None:
    from django.apps import apps

    whose = {
        model
        for model in apps.get_app_config("notifications").get_models()
        for field in model._meta.get_fields()
        if field.name == "user"
    }
    assert whose == set(OWN)


def test_nobody_follows_them_any_more(admin, staff, ana) -> None:
    FollowFactory(user=staff, kind="person", number=ana.pk)
    page = FollowFactory(user=staff, kind="page", number=ana.pk)  # another thing of the same number
    erase(ana, admin)
    assert list(Follow.objects.all()) == [page]


def test_what_others_were_told_of_their_doing_names_nobody(admin, staff, staff_client, ana) -> None:
    thing = ThingFactory(page=ContentPageFactory(title="Travel"))
    NotificationFactory(
        user=staff, thing=thing, kind=NoticeKind.MENTIONED, actor=ana.user, mail=Mail.AT_ONCE
    )
    gather_later()
    assert said_to(staff_client) == ["Ana Duarte mentioned you in Travel"]
    erase(ana, admin)
    assert said_to(staff_client) == ["You are mentioned in Travel"]
    (letter,) = post_later()
    assert letter.subject == "You are mentioned in Travel"
    assert "Ana" not in letter.body + letter.alternatives[0][0]
    assert "former" not in letter.body


def said_to(client: Client) -> list[str]:
    page = BeautifulSoup(client.get("/notifications/").content, "html.parser")
    return [link.text for link in page.select(".tell__what a")]


def test_no_letter_reaches_them_and_their_link_ends_nobodys(admin, ana) -> None:
    address = unsubscribe_address(ana.user)
    NotificationFactory(user=ana.user, mail=Mail.AT_ONCE)
    gather_later()
    erase(ana, admin)
    NotificationFactory(user=ana.user, mail=Mail.AT_ONCE)
    assert post_later() == []
    assert Client().get(address).status_code == 404
    assert not MailStop.objects.exists()


def test_a_profile_without_an_account_is_erased_too(admin, staff, home) -> None:
    ben = PersonFactory()
    FollowFactory(user=staff, kind="person", number=ben.pk)
    keep_everything(staff)
    erase(ben, admin)
    assert kept_of(staff)["Notification"] == 1
    assert not Follow.objects.filter(kind="person").exists()
