"""Who may approve a page is told that it waits, until somebody did."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.test import Client
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.signals import task_submitted

from accounts.models import User
from core.notices import NoticeKind
from home.models import HomePage
from notifications.approvals import WAGTAILS_MAIL
from notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.pages import ContentPageFactory, restrict
from tests.notifications.test_bell import bell

pytestmark = pytest.mark.django_db


@pytest.fixture
def approvers(home) -> Group:
    group = Group.objects.create(name="Approvers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


@pytest.fixture
def workflow(home, approvers) -> Workflow:
    workflow = Workflow.objects.create(name="Two eyes", active=True)
    task = GroupApprovalTask.objects.create(name="Approve", active=True)
    task.groups.add(approvers)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=home)
    return workflow


def approver(approvers: Group, name: str) -> User:
    user = UserFactory(username=name)
    user.groups.add(approvers)
    return user


def give_rights(approvers: Group) -> None:
    """Whoever approves the last step publishes."""
    right = Permission.objects.get(codename="publish_page")
    home = HomePage.objects.get()
    GroupPagePermission.objects.create(group=approvers, page=home, permission=right)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def submit(workflow, user, **fields):
    page = ContentPageFactory(live=False, owner=user, **fields)
    page.save_revision(user=user)
    return page, workflow.start(page, user)


def test_who_may_approve_is_told_but_not_who_asks(approvers, workflow, staff) -> None:
    ann, bob = approver(approvers, "ann"), approver(approvers, "bob")
    submit(workflow, bob, title="Travel")
    (one,) = Notification.objects.all()
    assert (one.user, one.kind, one.actor) == (ann, NoticeKind.TO_APPROVE, bob)
    client = client_of(ann)
    assert bell(client) == "1 unread notification"
    page = client.get("/notifications/").content.decode()
    assert f"{bob} asks you to approve Travel" in page
    assert "/admin/pages/" in client.get(f"/notifications/{one.pk}/")["Location"]


@pytest.mark.parametrize("end", ["approve", "reject", "cancel", "delete"])
def test_once_it_is_settled_nobody_is_told_any_more(approvers, workflow, staff, end) -> None:
    ann = approver(approvers, "ann")
    page, state = submit(workflow, staff, title="Travel")
    if end == "delete":
        page.delete()
    elif end == "cancel":
        state.cancel(user=staff)
    else:
        give_rights(approvers)
        getattr(state.current_task_state, end)(user=ann)
    client = client_of(ann)
    assert bell(client) == "Notifications"
    assert b"Travel" not in client.get("/notifications/").content


def test_who_is_no_approver_any_more_is_told_nothing(approvers, workflow, staff) -> None:
    ann = approver(approvers, "ann")
    submit(workflow, staff, title="Travel")
    ann.groups.clear()
    client = client_of(ann)
    assert bell(client) == "Notifications"
    assert b"Travel" not in client.get("/notifications/").content


def test_an_approver_is_told_also_of_what_readers_may_not_see(approvers, workflow, staff) -> None:
    ann = approver(approvers, "ann")
    page = ContentPageFactory(title="Secret", live=False)
    restrict(page, Group.objects.create(name="Inside"))
    page.save_revision(user=staff)
    workflow.start(page, staff)
    assert b"Secret" in client_of(ann).get("/notifications/").content


def test_a_second_request_is_told_anew(approvers, workflow, staff) -> None:
    ann = approver(approvers, "ann")
    _page, state = submit(workflow, staff, title="Travel")
    state.current_task_state.reject(user=ann)
    state.refresh_from_db()
    state.resume(user=staff)
    assert bell(client_of(ann)) == "1 unread notification"


def test_wagtail_sends_no_mail_of_its_own_besides(approvers, workflow, staff) -> None:
    approver(approvers, "ann")
    submit(workflow, staff)
    texts = [letter.body for letter in mail.outbox]
    assert not any("Approve" in text for text in texts), texts
    names = {str(receiver[0][0]) for receiver in task_submitted.receivers}
    assert WAGTAILS_MAIL not in names


def test_a_step_of_another_sort_tells_nobody(home, staff) -> None:
    from wagtail.models import Task

    kind = ContentType.objects.get_for_model(Task)
    workflow = Workflow.objects.create(name="Odd", active=True)
    task = Task.objects.create(name="Wait", active=True, content_type=kind)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    submit(workflow, staff)
    assert not Notification.objects.exists()
