"""Erasing: nothing is left that tells who it was, and what they wrote stays."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image as Picture
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.users.models import UserProfile

from accounts.models import Invitation, User
from accounts.roles import PEOPLE_ADMIN, make_roles
from audit.models import Change, Door
from core import registry
from core.models import Image
from people.enums import Hat
from people.models import Membership, Person
from people.services.erasure import ErasureRefusedError, erase
from people.services.leaving import finish_leavings
from people.services.profiles import save_person
from tests.factories.accounts import UserFactory
from tests.factories.blocks import ImageFactory
from tests.factories.pages import ContentPageFactory
from tests.factories.people import (
    LanguageFactory,
    LocationFactory,
    PersonFactory,
    SkillFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db

CANARY = "quokkasworth"
#: SQLite's index of words keeps those of deleted rows, among others' and beyond reach, until it merges.
UNREACHABLE = ("_fts", "sqlite_")


@pytest.fixture
def people_admin() -> User:
    make_roles()
    account = UserFactory(username="pat")
    account.groups.add(Group.objects.get(name=PEOPLE_ADMIN))
    return account


def cells() -> Iterator[tuple[str, str]]:
    """Every value of every row of every table, with the table's name."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if any(part in table for part in UNREACHABLE):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                for value in row:
                    yield table, bytes(value).decode("utf-8", "replace") if isinstance(value, memoryview | bytes) else str(value)  # fmt: skip


def places_of(word: str) -> set[str]:
    """The tables in which a word stands, whatever its case."""
    return {table for table, value in cells() if word in value.lower()}


def portrait(name: str) -> ContentFile[bytes]:
    file = BytesIO()
    Picture.new("RGB", (20, 20)).save(file, "PNG")
    return ContentFile(file.getvalue(), name=name)


def somebody(actor: User) -> Person:
    """A profile with the canary in each field that holds words, in all that hangs on it and points at it."""
    said = f"{CANARY.capitalize()} said"
    account = UserFactory(
        username=CANARY,
        email=f"me@{CANARY}.org",
        first_name=CANARY.capitalize(),
        last_name=CANARY.capitalize(),
    )
    UserProfile.objects.create(user=account, avatar=portrait(f"{CANARY}.png"))
    Client().post("/accounts/login/", {"username": CANARY, "password": "wrong"})
    Client().post("/accounts/password-reset/", {"email": account.email})
    photo = ImageFactory(
        title=f"{CANARY} portrait", description=said, file=portrait(f"{CANARY}-photo.png")
    )
    photo.get_rendition("width-10")
    log(instance=photo, action="wagtail.create", user=actor)
    for address in (account.email, f"work@{CANARY}.org"):
        Invitation.objects.create(
            email=address,
            digest=f"digest {len(address)}",
            created_at=timezone.now(),
            expires_at=timezone.now(),
        )
    log(instance=Invitation.objects.first(), action="wagtail.create", user=actor)
    boss = PersonFactory()
    words = [
        "first_name", "last_name", "preferred_name", "pronunciation", "pronouns", "phone", "mobile",
        "employee_id", "job_title", "grade", "profession", "about", "hours",
    ]  # fmt: skip
    person = Person(
        **dict.fromkeys(words, f"{CANARY.capitalize()}"),
        email=f"work@{CANARY}.org",
        user=account,
        photo=photo,
        manager=boss,
        successor=boss,
        location=LocationFactory(),
        start_date=date(2015, 9, 1),
        monday="home",
    )
    team = TeamFactory()
    person.memberships.add(Membership(team=team, title=said, is_primary=True))
    person.person_skills.create(skill=SkillFactory())
    person.person_languages.create(language=LanguageFactory())
    save_person(person, hats=set(Hat), actor=actor, door=Door.CMS)
    person.last_name = f"{CANARY.capitalize()}-Lee"
    save_person(person, hats=set(Hat), actor=actor, door=Door.SITE)
    log(instance=account, action="wagtail.edit", user=actor)
    return Person.objects.get(pk=person.pk)


def point_at(person: Person, actor: User, monkeypatch: pytest.MonkeyPatch) -> tuple[Person, Person]:
    """Somebody whom the person manages, and somebody whose things the person took over."""
    report = PersonFactory()
    report.manager = person
    save_person(report, hats=set(Hat), actor=actor)
    leaver = PersonFactory(left_on=date(2020, 1, 1))
    leaver.successor = person
    save_person(leaver, hats=set(Hat), actor=actor)
    monkeypatch.setitem(registry.handing_on._items, "pages", (100, lambda *_: "3 pages"))
    finish_leavings()
    return report, leaver


def test_none_of_the_persons_words_is_left_in_any_table(
    people_admin: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    person = somebody(people_admin)
    report, leaver = point_at(person, people_admin, monkeypatch)
    before = places_of(CANARY)
    assert before >= {
        "accounts_user", "audit_change", "axes_accessattempt", "core_image", "people_person",
        "people_formerpersonaddress", "people_membership", "wagtailcore_modellogentry",
        "wagtailcore_revision", "wagtailusers_userprofile",
    }  # fmt: skip
    files = [Image.objects.get().file, UserProfile.objects.get().avatar]
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(person, people_admin)
        assert all(file.storage.exists(file.name) for file in files), "until it is saved"
    assert places_of(CANARY) == set()
    assert not any(file.storage.exists(file.name) for file in files)
    report.refresh_from_db()
    assert str(report.manager) == "A former member of staff"
    (change,) = Change.objects.of(report)
    assert change.fields["manager"] == ["", f"A former member of staff ({person.pk})"]
    handed_on = Change.objects.of(leaver).get(door=Door.SYSTEM).fields["handed_on"]
    assert handed_on == ["", f"3 pages to A former member of staff ({person.pk})"]


def test_one_line_stays_that_says_that_it_was_done_when_and_by_whom(people_admin: User) -> None:
    person = somebody(people_admin)
    erase(person, people_admin)
    (change,) = Change.objects.of(person)
    assert (change.actor, change.door) == (people_admin, Door.CMS)
    assert change.fields == {"erased": ["", "all personal data"]}
    assert abs(change.at - timezone.now()).total_seconds() < 60
    assert {entry.label for entry in ModelLogEntry.objects.for_instance(person)} == {
        "A former member of staff"
    }


def test_every_field_is_empty_but_those_that_tell_nothing(people_admin: User) -> None:
    person = somebody(people_admin)
    erase(person, people_admin)
    row = Person.objects.get(pk=person.pk)
    said = {
        field.name: getattr(row, field.attname)
        for field in Person._meta.concrete_fields
        if getattr(row, field.attname) not in {None, "", False, "everybody"}
    }
    assert said.keys() == {"id", "slug", "user", "erased_at", "created_at"}
    assert row.slug == f"former-{row.pk}"
    assert not Person.objects.here().filter(pk=row.pk).exists()
    assert not row.memberships.exists()


def test_what_they_wrote_stays_by_an_account_that_nobody_can_use(
    people_admin: User, home: object
) -> None:
    person = somebody(people_admin)
    account = person.user
    account.groups.add(Group.objects.create(name="Board"))
    page = ContentPageFactory(owner=account)
    client = Client()
    client.force_login(account)
    erase(person, people_admin)
    page.refresh_from_db()
    account.refresh_from_db()
    assert page.owner == account
    assert person.user == account
    assert (account.username, account.email) == (f"former-{account.pk}", "")
    assert not account.is_active
    assert not account.has_usable_password()
    assert not account.groups.exists()
    assert client.get("/search/").status_code == 302
    assert not AccessAttempt.objects.exists()


def test_erasing_again_changes_nothing(people_admin: User) -> None:
    person = somebody(people_admin)
    assert erase(person, people_admin)
    before = list(Person.objects.values()), list(Change.objects.values())
    assert not erase(person, people_admin)
    assert (list(Person.objects.values()), list(Change.objects.values())) == before


def test_a_name_that_looks_like_an_erased_ones_takes_nothing_from_it(people_admin: User) -> None:
    person = PersonFactory(signs_in=True)
    PersonFactory(first_name="Former", last_name=str(person.pk))
    UserFactory(username=f"former-{person.user_id}")
    erase(person, people_admin)
    assert person.slug == f"former-{person.pk}-2"
    assert User.objects.get(pk=person.user_id).username == f"former-{person.user_id}-2"


def test_a_namesake_keeps_their_name_everywhere(people_admin: User) -> None:
    ann, other = (PersonFactory(first_name="Ann", last_name="Lee") for _ in range(2))
    report = PersonFactory()
    for manager in (other, ann):
        report.manager = manager
        save_person(report, hats=set(Hat), actor=people_admin)
    erase(ann, people_admin)
    managers = [change.fields["manager"] for change in Change.objects.of(report).order_by("pk")]
    assert managers == [
        ["", f"Ann Lee ({other.pk})"],
        [f"Ann Lee ({other.pk})", f"A former member of staff ({ann.pk})"],
    ]


@pytest.mark.parametrize("used_by", ["a page", "a colleague"])
def test_a_photo_that_is_used_elsewhere_stays_there(
    used_by: str, people_admin: User, home: Any
) -> None:
    photo = ImageFactory(title="The whole team")
    person = PersonFactory(photo=photo)
    if used_by == "a page":
        ReferenceIndex.create_or_update_for_object(person)
        page = ContentPageFactory(parent=home)
        rows = ReferenceIndex.get_references_to(photo).get()
        rows.pk, rows.object_id, rows.base_content_type = None, str(page.pk), page.content_type
        rows.save()
    else:
        PersonFactory(photo=photo)
    erase(person, people_admin)
    assert person.photo is None
    assert Image.objects.filter(pk=photo.pk).exists()


def test_a_photo_that_was_replaced_goes_too(people_admin: User) -> None:
    old, new = ImageFactory(title="Old"), ImageFactory(title="New")
    person = PersonFactory()
    for photo in (old, new):
        person.photo = photo
        save_person(person, hats=set(Hat), actor=people_admin)
    erase(person, people_admin)
    assert not Image.objects.exists()


def test_other_apps_forget_in_the_same_transaction_while_the_name_is_known(
    people_admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setitem(registry.erasure._items, "wall", (100, lambda one: seen.append(one.name)))
    person = PersonFactory(first_name="Ann", last_name="Lee")
    erase(person, people_admin)
    assert seen == ["Ann Lee"]


def test_only_who_may_erase_does(people_admin: User, staff: User) -> None:
    person = somebody(people_admin)
    with pytest.raises(PermissionDenied):
        erase(person, staff)
    assert not Person.objects.get(pk=person.pk).erased_at


def test_an_account_with_more_rights_is_not_to_be_erased_by_who_has_fewer(
    people_admin: User, admin: User
) -> None:
    chief = PersonFactory(user=UserFactory(superuser=True))
    with pytest.raises(ErasureRefusedError, match="Ask a superuser"):
        erase(chief, people_admin)
    assert erase(chief, admin)


def test_the_last_administrator_is_not_erased(admin: User) -> None:
    person = PersonFactory(user=admin)
    with pytest.raises(ErasureRefusedError, match="only administrator"):
        erase(person, admin)
    assert User.objects.get(pk=admin.pk).is_active
