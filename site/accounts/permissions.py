"""Nobody raises their own rights: who may change whose account, and give which group.

Superusers may do everything. Who else manages accounts gives what is local (a department, the news)
and touches no account that may do more than that: whoever sets an account's password can act as it.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from accounts.roles import ENTER_ADMIN, section_roles

#: Rights on the root or on the home page are rights on the whole site.
HOME_PAGE_DEPTH = 2
ROOT_COLLECTION_DEPTH = 1


class SuperusersOnly(ModelPermissionPolicy):
    """For groups: who changes what a group may do could give anything to anybody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether `user` is a superuser."""
        return bool(user.is_active and user.is_superuser)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        """The superusers."""
        return User.objects.filter(is_active=True, is_superuser=True)


class InvitersOnly(ModelPermissionPolicy):
    """For invitations: who may add an account may invite to one, see who was invited, and withdraw."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether `user` may add accounts."""
        return may_invite(user)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        """Those who may add accounts."""
        users: QuerySet[User] = ModelPermissionPolicy(User).users_with_permission("add")
        return users


def may_invite(user: Any) -> bool:
    """Whether `user` may invite people: those who may add accounts, since that comes to the same."""
    return bool(user.has_perm("accounts.add_user"))


def local_groups() -> QuerySet[Group]:
    """The groups that give rights in a part of the site at most, or only let people read.

    It is asked of what a group may do now, not of its name. What a section's role brings, such as seeing
    how far its stories reach, is of that section.
    """
    more = Group.permissions.through.objects.exclude(_local_rights())
    everywhere = GroupPagePermission.objects.filter(page__depth__lte=HOME_PAGE_DEPTH)
    all_files = GroupCollectionPermission.objects.filter(
        collection__depth=ROOT_COLLECTION_DEPTH
    ).exclude(permission__codename__startswith="choose_")
    collections = GroupCollectionPermission.objects.filter(
        permission__codename__endswith="_collection"
    )
    wide = Q()
    for rows in (more, everywhere, all_files, collections, GroupSitePermission.objects.all()):
        wide |= Q(pk__in=rows.values("group_id"))
    return Group.objects.exclude(wide)


def may_manage(manager: Any, account: User) -> bool:
    """Whether `manager`, who has the right to change accounts, may change this one."""
    if manager.is_superuser or manager.pk == account.pk:
        return True
    if account.is_superuser or account.user_permissions.exists():
        return False
    return not account.groups.exclude(pk__in=local_groups()).exists()


def may_give_groups(manager: Any, account: User) -> bool:
    """Whether `manager` may change in which groups this account is: never in their own."""
    if manager.is_superuser:
        return True
    return manager.pk != account.pk and may_manage(manager, account)


def grantable_groups(manager: Any) -> QuerySet[Group]:
    """The groups that `manager` may put others into."""
    return Group.objects.all() if manager.is_superuser else local_groups()


def _local_rights() -> Q:
    """Rights that raise nobody above their part of the site: entering the admin, and what sections' roles bring."""
    brought = (right for role in section_roles.values() for right in role.rights)
    rights = [right.partition(".") for right in (ENTER_ADMIN, *brought)]
    return reduce(
        or_,
        (
            Q(permission__content_type__app_label=app, permission__codename=codename)
            for app, _dot, codename in rights
        ),
    )
