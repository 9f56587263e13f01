"""The bin: what is deleted waits 30 days, unread, and comes back as it was."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowTask,
)

from access.querysets import readable_by
from access.settle import PAGES, settle
from accounts.models import User
from accounts.roles import EDIT, PUBLISH
from core.models import BinnedPage
from core.trash import services
from core.trash.place import bin_path
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, DepartmentPageFactory, restrict
from tests.factories.rights import person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(home: Page) -> Page:
    return DepartmentPageFactory(title="Harbour", slug="harbour")


@pytest.fixture
def tides(harbour: Page) -> Page:
    page = ContentPageFactory(parent=harbour, title="Tides", slug="tides")
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def publisher(harbour: Page) -> User:
    return person_with(harbour, *PUBLISH, username="publisher")


@pytest.fixture
def door(publisher: User) -> Client:
    client = Client()
    client.force_login(publisher)
    return client


def delete(client: Client, page: Page) -> Any:
    return client.post(f"/admin/pages/{page.pk}/delete/")


def put_back(client: Client, page: Page, **fields: Any) -> Any:
    entry = BinnedPage.objects.get(pk=page.pk)
    given = {"place": entry.place_id or "", "slug": entry.slug, **fields}
    return client.post(f"/admin/bin/{page.pk}/put-back/", given)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def test_a_deleted_page_goes_to_the_bin_and_nobody_reads_it(
    door: Client, tides: Page, admin_client: Client
) -> None:
    assert delete(door, tides).status_code == 302
    assert fresh(tides).path.startswith(bin_path())
    assert not fresh(tides).live
    for client in (door, admin_client):
        assert client.get("/harbour/tides/").status_code == 404
        assert b"Tides" not in client.get("/search/?q=tides").content
        assert b"Tides" not in client.get("/harbour/").content


def test_it_comes_back_with_its_address_its_children_and_its_state(
    door: Client, tides: Page
) -> None:
    draft = ContentPageFactory(parent=tides, title="Neap", slug="neap", live=False)
    live = ContentPageFactory(parent=tides, title="Spring", slug="spring")
    services.throw_away(tides)
    assert door.get("/harbour/tides/spring/").status_code == 404
    assert put_back(door, tides).status_code == 302
    for address, status in (("", 200), ("spring/", 200), ("neap/", 404)):
        assert door.get(f"/harbour/tides/{address}").status_code == status
    assert fresh(live).live
    assert not fresh(draft).live
    assert fresh(draft).url_path == "/home/harbour/tides/neap/"
    assert not BinnedPage.objects.exists()
    assert not Redirect.objects.exists()


def test_it_comes_back_between_the_pages_that_it_stood_between(
    door: Client, harbour: Page, tides: Page
) -> None:
    ContentPageFactory(parent=harbour, title="After", slug="after")
    delete(door, tides)
    put_back(door, tides)
    slugs = fresh(harbour).get_children().values_list("slug", flat=True)
    assert list(slugs) == ["tides", "after"]


def test_what_differed_from_its_draft_still_does(door: Client, tides: Page) -> None:
    tides.title = "Tides and currents"
    tides.save_revision()
    delete(door, tides)
    put_back(door, tides)
    assert fresh(tides).title == "Tides"
    assert fresh(tides).has_unpublished_changes
    assert fresh(tides).get_latest_revision_as_object().title == "Tides and currents"


def test_a_schedule_rests_in_the_bin_and_is_kept(door: Client, harbour: Page) -> None:
    page = ContentPageFactory(parent=harbour, slug="soon", live=False)
    when = timezone.now() + timedelta(hours=1)
    page.go_live_at = when
    page.save_revision().publish()
    delete(door, page)
    with time_machine.travel(when + timedelta(hours=1)):
        call_command("worker", once=True)
        assert not fresh(page).live
    put_back(door, page)
    with time_machine.travel(when + timedelta(hours=2)):
        call_command("worker", once=True)
        assert fresh(page).live


def test_what_was_submitted_for_approval_is_withdrawn(
    door: Client, tides: Page, admin: User
) -> None:
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="By the board")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(tides, admin)
    delete(door, tides)
    state.refresh_from_db()
    assert state.status == state.STATUS_CANCELLED


@pytest.mark.parametrize("of_the_page", [True, False])
def test_a_restricted_page_can_be_deleted_for_good(
    harbour: Page, tides: Page, of_the_page: bool
) -> None:
    restrict(tides if of_the_page else harbour, Group.objects.create(name="Pilots"))
    services.remove(services.throw_away(harbour))
    connection.check_constraints()
    assert not Page.objects.filter(pk__in=[harbour.pk, tides.pk]).exists()


def test_its_own_restrictions_and_those_of_its_place_come_back(
    door: Client, harbour: Page, tides: Page, staff: User, staff_client: Client
) -> None:
    pilots, board = Group.objects.create(name="Pilots"), Group.objects.create(name="Board")
    restrict(harbour, pilots)
    restrict(tides, board)
    delete(door, tides)
    put_back(door, tides)
    staff.groups.set([board])
    assert staff_client.get("/harbour/tides/").status_code == 404
    staff.groups.set([pilots, board])
    assert staff_client.get("/harbour/tides/").status_code == 200
    assert PageViewRestriction.objects.filter(page=tides).count() == 1


def test_put_back_elsewhere_it_asks_what_its_place_asked(
    admin_client: Client, home: Page, harbour: Page, tides: Page, staff: User, staff_client: Client
) -> None:
    pilots = Group.objects.create(name="Pilots")
    restrict(harbour, pilots)
    services.throw_away(tides)
    fresh(harbour).delete()
    assert put_back(admin_client, tides).status_code == 200
    assert put_back(admin_client, tides, place=home.pk).status_code == 302
    assert staff_client.get("/tides/").status_code == 404
    staff.groups.add(pilots)
    assert staff_client.get("/tides/").status_code == 200


def test_a_group_that_is_gone_opens_nothing(
    admin_client: Client, harbour: Page, tides: Page, staff_client: Client
) -> None:
    pilots = Group.objects.create(name="Pilots")
    restriction = restrict(harbour, pilots)
    services.throw_away(tides)
    restriction.delete()
    pilots.delete()
    assert put_back(admin_client, tides).status_code == 302
    assert staff_client.get("/harbour/tides/").status_code == 404


def test_a_taken_address_is_said_and_another_is_offered(
    door: Client, harbour: Page, tides: Page
) -> None:
    delete(door, tides)
    ContentPageFactory(parent=fresh(harbour), title="Newer", slug="tides")
    answer = put_back(door, tides)
    assert answer.status_code == 200
    assert "Another page has the address “tides” there by now. Use “tides-2”" in answer.text
    assert 'value="tides-2"' in answer.text
    assert put_back(door, tides, slug="tides-2").status_code == 302
    assert door.get("/harbour/tides-2/").status_code == 200
    assert fresh(tides).get_latest_revision_as_object().slug == "tides-2"


def test_a_page_whose_place_is_in_the_bin_says_so(
    door: Client, admin_client: Client, harbour: Page, tides: Page
) -> None:
    delete(door, tides)
    services.throw_away(fresh(harbour))
    with pytest.raises(services.BinRefusedError, match="is in the bin itself"):
        services.put_back(BinnedPage.objects.get(pk=tides.pk))
    put_back(admin_client, harbour)
    services.put_back(BinnedPage.objects.get(pk=tides.pk))
    assert admin_client.get("/harbour/tides/").status_code == 200


def test_the_rights_of_a_departments_groups_rest_and_come_back(
    admin_client: Client, door: Client, harbour: Page, tides: Page
) -> None:
    services.throw_away(harbour)
    assert not GroupPagePermission.objects.filter(page=harbour).exists()
    assert door.get(f"/admin/pages/{tides.pk}/edit/").status_code == 404
    put_back(admin_client, harbour)
    assert door.get(f"/admin/pages/{tides.pk}/edit/").status_code == 200


@pytest.mark.parametrize("rights", [PUBLISH, EDIT, ()])
def test_only_who_may_delete_there_sees_it_in_the_bin(
    harbour: Page, tides: Page, rights: tuple[str, ...]
) -> None:
    estates = DepartmentPageFactory(title="Estates", slug="estates")
    services.throw_away(tides)
    there = person_with(harbour, *rights) if rights else person_with(estates, *PUBLISH)
    client = Client()
    client.force_login(there)
    shown = rights == PUBLISH
    assert ("Tides" in client.get("/admin/bin/").text) is shown
    assert (client.get(f"/admin/bin/{tides.pk}/put-back/").status_code == 200) is shown
    assert (put_back(client, tides).status_code == 302) is shown


def test_after_30_days_the_worker_deletes_it(door: Client, tides: Page) -> None:
    delete(door, tides)
    for days, is_there in ((29, True), (31, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            call_command("worker", once=True)
            assert Page.objects.filter(pk=tides.pk).exists() is is_there
            assert BinnedPage.objects.exists() is is_there


def test_superusers_delete_for_good_at_once_and_nobody_else(
    door: Client, admin_client: Client, tides: Page
) -> None:
    delete(door, tides)
    door.post(f"/admin/bin/{tides.pk}/delete/")
    assert Page.objects.filter(pk=tides.pk).exists()
    admin_client.post(f"/admin/bin/{tides.pk}/delete/")
    assert not Page.objects.filter(pk=tides.pk).exists()


def test_several_deleted_at_once_go_to_the_bin(
    admin_client: Client, harbour: Page, tides: Page
) -> None:
    below = ContentPageFactory(parent=tides, slug="neap")
    ids = f"id={below.pk}&id={tides.pk}"
    admin_client.post(f"/admin/bulk/wagtailcore/page/delete/?{ids}")
    assert list(BinnedPage.objects.values_list("pk", flat=True)) == [tides.pk]
    put_back(admin_client, tides)
    assert admin_client.get("/harbour/tides/neap/").status_code == 200


def test_deleting_by_the_admins_api_goes_to_the_bin(admin_client: Client, tides: Page) -> None:
    address = f"/admin/api/main/pages/{tides.pk}/action/delete/"
    assert admin_client.post(address).status_code == 204
    assert BinnedPage.objects.filter(pk=tides.pk).exists()


def test_the_home_page_is_not_thrown_away(admin_client: Client, home: Page) -> None:
    answer = admin_client.post(f"/admin/pages/{home.pk}/delete/", follow=True)
    assert "Choose another home page" in answer.text
    assert fresh(home).live


def test_aliases_rest_while_what_they_mirror_is_in_the_bin(
    door: Client, home: Page, tides: Page
) -> None:
    alias = tides.create_alias(parent=home, update_slug="mirror")
    assert door.get("/mirror/").status_code == 200
    delete(door, tides)
    assert door.get("/mirror/").status_code == 404
    put_back(door, tides)
    assert door.get("/mirror/").status_code == 200
    assert Page.objects.get(pk=alias.pk).alias_of_id == tides.pk


def test_an_alias_of_what_is_gone_stays_a_draft_as_closed_as_it_was(
    home: Page, harbour: Page, tides: Page, staff: User
) -> None:
    pilots = Group.objects.create(name="Pilots")
    restrict(harbour, pilots)
    alias = tides.create_alias(parent=home, update_slug="mirror")
    services.remove(services.throw_away(tides))
    left = Page.objects.get(pk=alias.pk)
    assert left.alias_of_id is None
    assert not left.live
    Page.objects.filter(pk=alias.pk).update(live=True)
    assert not readable_by(Page.objects.filter(pk=alias.pk), staff).exists()
    pilot = UserFactory()
    pilot.groups.add(pilots)
    assert readable_by(Page.objects.filter(pk=alias.pk), pilot).exists()


def test_an_alias_in_the_bin_is_not_published_with_its_source(home: Page, tides: Page) -> None:
    alias = tides.create_alias(parent=home, update_slug="mirror")
    services.throw_away(alias)
    tides.save_revision().publish()
    assert not Page.objects.get(pk=alias.pk).live


def test_superusers_do_not_meet_the_bin_elsewhere(admin_client: Client, tides: Page) -> None:
    Redirect.objects.create(old_path="/bygone", redirect_page=tides, site=Site.objects.get())
    services.throw_away(tides)
    for address in (
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{tides.pk}/edit/",
        f"/admin/pages/{tides.pk}/history/",
        "/admin/pages/search/?q=tides",
        "/admin/choose-page/?page_type=departments.ContentPage",
        "/admin/choose-page/search/?q=tides",
        f"/admin/choose-page/chosen-multiple/?id={tides.pk}",
        "/admin/api/main/pages/?search=tides",
        f"/admin/api/main/pages/{tides.pk}/",
        "/admin/reports/aging-pages/",
        "/admin/reports/locked/",
        "/admin/reports/page-types-usage/",
        "/admin/redirects/",
    ):
        assert "Tides" not in admin_client.get(address).text, address
    assert "Tides" in admin_client.get("/admin/bin/").text


def test_the_bin_changes_nothing_in_where_superusers_start(
    admin_client: Client, tides: Page
) -> None:
    before = admin_client.get("/admin/pages/", follow=True).redirect_chain
    services.throw_away(tides)
    assert admin_client.get("/admin/pages/", follow=True).redirect_chain == before
    assert admin_client.get("/admin/").status_code == 200


def test_the_rules_are_right_before_and_after(door: Client, tides: Page) -> None:
    for act in (delete, put_back):
        act(door, tides)
        assert settle(PAGES, Page.objects.filter(depth=1).values_list("path", flat=True)) == 0


def test_titles_are_escaped_in_the_bin(admin_client: Client, harbour: Page) -> None:
    page = ContentPageFactory(parent=harbour, title="<script>x</script>", slug="bad")
    services.throw_away(page)
    for address in ("/admin/bin/", f"/admin/bin/{page.pk}/put-back/"):
        assert "<script>x" not in admin_client.get(address).text
