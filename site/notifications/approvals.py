"""What waits for somebody's approval, heard from Wagtail's workflows: the step of a page's workflow is what one is told of."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete
from django.urls import reverse
from wagtail.models import Page, TaskState
from wagtail.signals import task_approved, task_cancelled, task_rejected, task_submitted

from access.rules import Reader, group_term, ids_of
from core import registry
from core.exits.pages import shown_q
from core.notices import Notice, NoticeKind, Sight, Told, see_anew, tell
from core.plain import plain_line

APPROVAL = "approval"
#: Under this name Wagtail connects its mail to who may approve, beside which ours would be the second.
WAGTAILS_MAIL = "group_approval_task_submitted_email_notification"


class Approvals:
    """Steps of workflows that nobody has taken yet, for those who may."""

    def show(self, user: Reader, numbers: Collection[int]) -> dict[int, Told]:
        """Four queries. Who may edit may not always approve, and who may approve need not be a reader."""
        if not user.is_authenticated or not user.is_active:
            return {}
        waiting = TaskState.objects.reviewable_by(user).filter(pk__in=numbers)
        states = {
            state.pk: int(state.revision.object_id)
            for state in waiting.select_related("revision__base_content_type")
            if state.revision.base_content_type.model == Page._meta.model_name
        }
        if not states:
            return {}
        pages = Page.objects.filter(shown_q(user), pk__in=states.values())
        titles = dict(pages.values_list("pk", "draft_title"))
        return {
            number: Told(plain_line(titles[page]), reverse("wagtailadmin_pages:edit", args=[page]))
            for number, page in states.items()
            if page in titles
        }

    def sights(self, numbers: Collection[int]) -> dict[int, Sight]:
        """Of the steps not yet taken: one must be in one of their groups, if they are groups'."""
        waiting = TaskState.objects.filter(pk__in=numbers, status=TaskState.STATUS_IN_PROGRESS)
        groups = {state.pk: groups_of(state) for state in waiting.select_related("task")}
        needed = {
            number: frozenset({frozenset(map(group_term, ids))})
            for number, ids in groups.items()
            if ids is not None
        }
        rules = ids_of(set(needed.values())) if needed else {}
        return {
            number: Sight(rule=rules[needed[number]] if number in needed else None)
            for number in groups
        }


def groups_of(state: TaskState) -> list[int] | None:
    """The groups that may take a step; None if it is no groups' step."""
    groups = getattr(state.task.specific, "groups", None)
    return None if groups is None else list(groups.values_list("pk", flat=True))


def submitted(instance: TaskState, user: Any = None, **_kwargs: Any) -> None:
    """A step waits: tell the members of its groups, but not who asks for it."""
    groups = groups_of(instance)
    if not groups:
        return
    people = get_user_model()._default_manager.filter(groups__in=groups, is_active=True)
    users = set(people.values_list("pk", flat=True))
    tell(
        Notice(NoticeKind.TO_APPROVE, APPROVAL, instance.pk, users, actor=getattr(user, "pk", None))
    )


def settled(instance: TaskState, **_kwargs: Any) -> None:
    """A step was taken or called off, or its page is gone."""
    see_anew(APPROVAL, [instance.pk])


def register() -> None:
    """Listen, and say what is told of. Called once, when the app is ready."""
    registry.noticeables.add(APPROVAL, Approvals())
    task_submitted.connect(submitted, dispatch_uid="notifications-submitted")
    for signal in (task_approved, task_rejected, task_cancelled):
        signal.connect(settled, dispatch_uid="notifications-settled")
    post_delete.connect(settled, sender=TaskState, dispatch_uid="notifications-step-deleted")
