"""Nobody raises their own rights in the CMS's lists of people and groups, by form or by request."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, Page

from accounts.models import User
from accounts.permissions import local_groups
from accounts.roles import PEOPLE_ADMIN, SITE_ADMIN
from news.roles import NEWS_TEAM
from tests.factories.accounts import UserFactory
from tests.factories.roles import Company, company

pytestmark = pytest.mark.django_db

EDITORS = "Harbours editors"


@pytest.fixture
def site(home: Page) -> Company:
    """Two departments and a person in each role."""
    return company()


@pytest.fixture
def manager(site: Company) -> Client:
    """A browser of the people admin."""
    return site.client("people admin")


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def values(user: User, **changes: Any) -> dict[str, Any]:
    """What the form of an account sends when only `changes` were made."""
    given = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "password1": "",
        "password2": "",
        "is_active": "on" if user.is_active else "",
        "groups": list(user.groups.values_list("pk", flat=True)),
        **changes,
    }
    return {name: value for name, value in given.items() if value != ""} | {
        name: given[name] for name in ("password1", "password2")
    }


def change(client: Client, user: User, **changes: Any) -> Any:
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    return client.post(address, values(user, **changes))


def fields(client: Client, address: str) -> set[str]:
    """The names of the fields that a form shows."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    form = soup.select_one("form#w-editor-form")
    assert form
    return {one["name"] for one in form.select("[name]")}


def names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def state(user: User) -> tuple[Any, ...]:
    user = User.objects.get(pk=user.pk)
    return user.username, user.email, user.password, user.is_active, user.is_superuser, names(user)


class TestGivingRights:
    """What a people admin may give, and to whom."""

    def test_others_are_put_into_a_departments_group(self, manager: Client, site: Company) -> None:
        staff = site.people["staff"]
        assert change(manager, staff, groups=[group(EDITORS), group(NEWS_TEAM)]).status_code == 302
        assert names(staff) == {EDITORS, NEWS_TEAM}
        assert site.client("staff").get("/admin/").status_code == 200

    def test_others_are_taken_out_again(self, manager: Client, site: Company) -> None:
        editor = site.people["department editor"]
        assert change(manager, editor, groups=[]).status_code == 302
        assert names(editor) == set()

    @pytest.mark.parametrize("wide", [SITE_ADMIN, PEOPLE_ADMIN, "Moderators"])
    def test_a_group_over_the_whole_site_is_refused_in_a_sentence(
        self, manager: Client, site: Company, wide: str
    ) -> None:
        staff = site.people["staff"]
        answer = change(manager, staff, groups=[group(EDITORS), group(wide)])
        assert "Only a superuser may put people into such a group" in answer.content.decode()
        assert names(staff) == set()

    def test_such_a_group_is_not_offered(self, manager: Client, site: Company) -> None:
        address = reverse("wagtailusers_users:edit", args=[site.people["staff"].pk])
        page = manager.get(address).content.decode()
        assert EDITORS in page
        assert SITE_ADMIN not in page

    def test_nobody_gives_themselves_a_group(self, manager: Client, site: Company) -> None:
        me = site.people["people admin"]
        change(manager, me, groups=[group(PEOPLE_ADMIN), group(EDITORS)])
        assert names(me) == {PEOPLE_ADMIN}

    @pytest.mark.parametrize("role", ["staff", "people admin"])
    def test_nobody_is_made_superuser(self, manager: Client, site: Company, role: str) -> None:
        person = site.people[role]
        change(manager, person, is_superuser="on", is_staff="on", first_name="Robin")
        person.refresh_from_db()
        assert person.first_name == "Robin"  # the rest was taken
        assert not person.is_superuser
        assert not person.is_staff

    def test_rights_are_not_taken_from_a_request(self, manager: Client, site: Company) -> None:
        right = Permission.objects.get(codename="change_brand").pk
        change(manager, site.people["staff"], user_permissions=[right])
        assert not site.people["staff"].user_permissions.exists()

    def test_the_form_leaves_out_what_is_not_to_be_given(
        self, manager: Client, site: Company
    ) -> None:
        of = {
            role: reverse("wagtailusers_users:edit", args=[p.pk]) for role, p in site.people.items()
        }
        assert "is_superuser" not in fields(manager, reverse("wagtailusers_users:add"))
        assert "is_superuser" not in fields(manager, of["staff"])
        assert "groups" in fields(manager, of["staff"])
        own = fields(manager, of["people admin"])
        assert not {"groups", "is_superuser", "is_active"} & own
        assert {"first_name", "email"} <= own
        assert {"groups", "is_superuser"} <= fields(site.client("superuser"), of["staff"])

    def test_a_newcomer_gets_only_what_may_be_given(self, manager: Client, site: Company) -> None:
        form = values(
            User(username="new", email="new@example.org", first_name="N", last_name="C", pk=0)
        )
        form |= {"password1": "three random words", "password2": "three random words"}
        add = reverse("wagtailusers_users:add")
        manager.post(add, form | {"groups": [group(SITE_ADMIN)]})
        assert not User.objects.filter(username="new").exists()
        manager.post(add, form | {"groups": [group(EDITORS)], "is_superuser": "on"})
        new = User.objects.get(username="new")
        assert names(new) == {EDITORS}
        assert not new.is_superuser

    def test_no_account_is_copied(self, site: Company) -> None:
        pk = site.people["site admin"].pk
        assert site.client("superuser").get(f"/admin/users/copy/{pk}/").status_code == 404

    def test_a_superuser_gives_any_group(self, site: Company) -> None:
        staff = site.people["staff"]
        change(site.client("superuser"), staff, groups=[group(SITE_ADMIN)])
        assert names(staff) == {SITE_ADMIN}

    def test_it_is_in_the_history(self, manager: Client, site: Company) -> None:
        staff = site.people["staff"]
        change(manager, staff, groups=[group(EDITORS)])
        entry = ModelLogEntry.objects.for_instance(staff).get()
        assert (entry.action, entry.user) == ("wagtail.edit", site.people["people admin"])


class TestAccountsThatMayDoMore:
    """Accounts that a people admin does not touch: who sets a password can act as its owner."""

    @pytest.mark.parametrize("role", ["superuser", "site admin"])
    @pytest.mark.parametrize(
        "changes",
        [
            {"email": "mine@example.org"},
            {"password1": "three random words", "password2": "three random words"},
            {"is_active": ""},
            {"username": "nobody"},
            {"groups": []},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_nothing_of_theirs_is_changed(
        self, manager: Client, site: Company, role: str, changes: dict[str, Any]
    ) -> None:
        before = state(site.people[role])
        change(manager, site.people[role], **changes)
        assert state(site.people[role]) == before

    @pytest.mark.parametrize("role", ["superuser", "site admin"])
    def test_their_form_is_not_shown(self, manager: Client, site: Company, role: str) -> None:
        address = reverse("wagtailusers_users:edit", args=[site.people[role].pk])
        assert manager.get(address).status_code == 302
        listed = manager.get(reverse("wagtailusers_users:index")).content.decode()
        assert f'href="{address}"' not in listed
        staff = reverse("wagtailusers_users:edit", args=[site.people["staff"].pk])
        assert f'href="{staff}"' in listed

    @pytest.mark.parametrize("role", ["superuser", "site admin", "people admin"])
    def test_they_are_not_deleted(self, manager: Client, site: Company, role: str) -> None:
        right = Permission.objects.get(content_type__app_label="accounts", codename="delete_user")
        Group.objects.get(name=PEOPLE_ADMIN).permissions.add(right)
        manager.post(reverse("wagtailusers_users:delete", args=[site.people[role].pk]))
        assert User.objects.filter(pk=site.people[role].pk).exists()
        manager.post(reverse("wagtailusers_users:delete", args=[site.people["staff"].pk]))
        assert not User.objects.filter(pk=site.people["staff"].pk).exists()

    def test_another_people_admin_is_left_alone(self, manager: Client, site: Company) -> None:
        other = UserFactory()
        other.groups.add(group(PEOPLE_ADMIN))
        before = state(other)
        change(manager, other, email="mine@example.org")
        assert state(other) == before

    def test_rights_of_ones_own_count_too(self, manager: Client, site: Company) -> None:
        staff = site.people["staff"]
        staff.user_permissions.add(Permission.objects.get(codename="change_brand"))
        before = state(staff)
        change(manager, staff, email="mine@example.org")
        assert state(staff) == before


class TestLastSuperuser:
    """There is always somebody who may do everything."""

    def test_they_neither_close_nor_delete_nor_lower_themselves(self, site: Company) -> None:
        me, client = site.people["superuser"], site.client("superuser")
        change(client, me, is_active="", first_name="Robin")
        client.post(reverse("wagtailusers_users:delete", args=[me.pk]))
        me.refresh_from_db()
        assert (me.first_name, me.is_active, me.is_superuser) == ("Robin", True, True)


class TestGroups:
    """Groups, and what they may do, are for superusers."""

    @pytest.fixture
    def keeper(self, site: Company) -> Client:
        """A people admin who was also given the rights on groups."""
        rights = Permission.objects.filter(content_type__app_label="auth")
        Group.objects.get(name=PEOPLE_ADMIN).permissions.add(*rights)
        return site.client("people admin")

    def form(self, client: Client, name: str) -> dict[str, Any]:
        """What the form of a group sends, as a superuser is shown it."""
        page = client.get(reverse("wagtailusers_groups:edit", args=[group(name)]))
        soup = BeautifulSoup(page.content, "html.parser")
        return {
            one["name"]: one.get("value", "")
            for one in soup.select("form input[type=hidden][name], form input[name=name]")
        }

    def test_nobody_else_changes_them(self, keeper: Client, site: Company) -> None:
        form = self.form(site.client("superuser"), PEOPLE_ADMIN)
        own = Group.objects.get(name=PEOPLE_ADMIN)
        before = set(own.permissions.all())
        right = Permission.objects.get(codename="change_brand").pk
        address = reverse("wagtailusers_groups:edit", args=[own.pk])
        for answer in (keeper.get(address), keeper.post(address, form | {"permissions": [right]})):
            assert answer.status_code == 302
        assert set(own.permissions.all()) == before
        assert reverse("wagtailusers_groups:index") not in keeper.get("/admin/").content.decode()

    def test_nobody_else_makes_or_deletes_them(self, keeper: Client, site: Company) -> None:
        before = set(Group.objects.values_list("name", flat=True))
        form = self.form(site.client("superuser"), PEOPLE_ADMIN) | {"name": "Mine"}
        keeper.post(reverse("wagtailusers_groups:add"), form)
        keeper.post(reverse("wagtailusers_groups:delete", args=[group(EDITORS)]))
        assert set(Group.objects.values_list("name", flat=True)) == before

    def test_a_superuser_changes_them(self, site: Company) -> None:
        client, pk = site.client("superuser"), group(EDITORS)
        form = self.form(client, EDITORS) | {"name": "Writers"}
        client.post(reverse("wagtailusers_groups:edit", args=[pk]), form)
        assert Group.objects.get(pk=pk).name == "Writers"


class TestLocalGroups:
    """It is asked of what a group may do now, not of its name."""

    def test_departments_and_news_are_local(self, site: Company) -> None:
        local = set(local_groups().values_list("name", flat=True))
        assert {EDITORS, "Harbours publishers", "Ferries editors", NEWS_TEAM} <= local
        assert not {SITE_ADMIN, PEOPLE_ADMIN, "Moderators", "Editors"} & local

    def test_a_group_without_rights_is_local(self, site: Company) -> None:
        board = Group.objects.create(name="Board")
        assert board in local_groups()

    def test_a_local_group_that_gets_the_home_page_is_local_no_more(self, site: Company) -> None:
        editors = Group.objects.get(name=EDITORS)
        right = Permission.objects.get(
            codename="change_page", content_type__app_label="wagtailcore"
        )
        home = site.own.page.get_parent()
        GroupPagePermission.objects.create(group=editors, page=home, permission=right)
        assert editors not in local_groups()
