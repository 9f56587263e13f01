"""Which pages the CMS shows to a person: those they may edit, and those they may see.

On the reading side the rule alone counts (`access.querysets`). Here the right to edit counts too:
what somebody looks after they may see, whether or not they are among its readers.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.models import GroupApprovalTask, Page, Task, TaskState
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.workflows import get_task_types

from access.querysets import NOTHING, visible_to_q
from access.rules import sees_everything
from access.settle import outermost
from core.trash.place import SLUG, in_bin_q

#: Each of these rights on a page lets its holder into all below it.
EDITING = frozenset({"change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"})
ADDING = "add_page"


def shown_q(user: Any, prefix: str = "") -> Q:
    """The pages that the CMS shows to `user`. `prefix` leads from the filtered model to the page."""
    if sees_everything(user):
        return ~in_bin_q(prefix)
    return visible_to_q(user, prefix) | editable_q(user, prefix)


def only_shown(pages: Any, user: Any) -> Any:
    """Of some pages those that are shown; unlike with `shown_q` alone, they may still be searched."""
    return pages.filter(pk__in=Page.objects.filter(shown_q(user)).order_by().values("pk"))


def editable_q(user: Any, prefix: str = "") -> Q:
    """The pages that `user` may edit, publish or lock, is asked to review, or may add to."""
    if not user.is_active:
        return NOTHING
    rights = list(_policy().get_cached_permissions_for_user(user))
    edited = outermost(r.page.path for r in rights if r.permission.codename in EDITING)
    added = {r.page.path for r in rights if r.permission.codename == ADDING}
    found = Q(**{f"{prefix}pk__in": to_review(user)})
    for path in edited:
        found |= Q(**{f"{prefix}path__startswith": path})
    for path in sorted(added):
        if not path.startswith(tuple(edited)):
            own = Q(**{f"{prefix}path__startswith": path, f"{prefix}owner": user})
            found |= Q(**{f"{prefix}path": path}) | own
    return found


def edited_q(user: Any, prefix: str = "") -> Q:
    """The pages that are `user`'s work: what `editable_q` says, and for superusers all outside the bin."""
    return ~in_bin_q(prefix) if sees_everything(user) else editable_q(user, prefix)


def are_shown(user: Any, numbers: Iterable[int]) -> bool:
    """Whether the CMS shows each of these pages to `user`; one that does not exist is not shown."""
    wanted = set(numbers)
    return Page.objects.filter(shown_q(user), pk__in=wanted).count() == len(wanted)


class ShownPagePolicy(PagePermissionPolicy):
    """Wagtail's page rights, with what may be explored cut down to what is shown.

    It is what the explorer, its menu, the CMS's search, the site history and the admin's API ask.
    Superusers, who may do all, do it outside the bin.
    """

    def explorable_instances(self, user: Any) -> Any:
        """What `user` may edit and what leads there, less what may not be shown."""
        if sees_everything(user):
            return self._base_queryset_for_user(user)
        if not self.get_cached_permissions_for_user(user):
            return self.model._default_manager.none()
        # Not by key: the explorer's menu counts below each of its rows, which must stay quick.
        return super().explorable_instances(user).filter(shown_q(user))

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        """For superusers the root of the site's tree, not that of the bin."""
        found = super().instances_with_direct_explore_permission(user)
        return found.exclude(slug=SLUG) if sees_everything(user) else found

    def _base_queryset_for_user(self, user: Any) -> Any:
        found = super()._base_queryset_for_user(user)
        return found if found is None or not user.is_active else only_shown(found, user)


def to_review(user: Any) -> list[int]:
    """The pages whose current task waits for `user`; asked once for each request's user object.

    Wagtail asks for each task of each workflow in turn, and every department has one: approval by groups,
    which is nearly all there is, is asked for at once.
    """
    if "_pages_to_review" not in user.__dict__:
        states = TaskState.objects.filter(_by_groups_q(user))
        if set(get_task_types()) - {GroupApprovalTask}:
            others = Task.objects.filter(active=True, groupapprovaltask__isnull=True).specific()
            for task in others:
                states = states | task.get_task_states_user_can_moderate(user=user)
        found = states.values_list("revision__object_id", "revision__base_content_type__model")
        numbers = {int(key) for key, model in found if model == "page"}
        user.__dict__["_pages_to_review"] = sorted(numbers)
    pages: list[int] = user.__dict__["_pages_to_review"]
    return pages


def _by_groups_q(user: Any) -> Q:
    """The tasks that wait for one of the groups that `user` is in; for a superuser all that wait for groups."""
    waiting = Q(task__active=True, status=TaskState.STATUS_IN_PROGRESS)
    tasks = GroupApprovalTask.objects.all()
    if not user.is_superuser:
        tasks = tasks.filter(groups__in=user.groups.all())
    return waiting & Q(task__in=tasks.values("pk"))


def _policy() -> PagePermissionPolicy:
    return PagePermissionPolicy(Page)
