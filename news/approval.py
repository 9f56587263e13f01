"""Approval of news: others write, and the news team lets it out."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from accounts.roles import EDIT, make_section_group, own_collection
from news.roles import NEWS_TEAM

WRITERS = "News writers"
APPROVAL = "News approval"


@transaction.atomic
def set_up_approval(news: Page) -> tuple[Workflow, bool]:
    """The workflow of a news list in which the news team approves, and whether it is new.

    With a new one comes the group of those who write and do not publish. A list that has a workflow of its
    own keeps it. Raises Group.DoesNotExist while there is no news team: see `make_roles`.
    """
    own = WorkflowPage.objects.filter(page_id=news.pk).select_related("workflow").first()
    if own is not None:
        return own.workflow, False
    team = Group.objects.get(name=NEWS_TEAM)
    collection, _is_new = own_collection(news.title)
    make_section_group(WRITERS, news, EDIT, collection)
    workflow = Workflow.objects.create(name=APPROVAL)
    task = GroupApprovalTask.objects.create(name=f"Approval by the {NEWS_TEAM.lower()}")
    task.groups.add(team)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=news.pk)
    return workflow, True
