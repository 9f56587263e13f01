"""Who may ask who can see something."""

from typing import Any

from wagtail.models import Collection
from wagtail.permissions import policy_registry

from access.rules import rules_for, sees_everything
from access.settle import COLLECTIONS, PAGES, Tree


def may_ask(user: Any, tree: Tree, node: Any) -> bool:
    """Whether `user` may be told who can see a node: who may edit it, or may see it."""
    return may_edit(user, tree, node) or _may_see(user, tree, node)


def may_edit(user: Any, tree: Tree, node: Any) -> bool:
    """Whether `user` may open a node in the CMS to change it."""
    if tree is PAGES:
        return bool(node.permissions_for_user(user).can_edit())
    policy = policy_registry.get_by_type(Collection)
    return bool(policy.user_has_permission_for_instance(user, "change", node))


def may_restrict(user: Any, tree: Tree, node: Any) -> bool:
    """Whether `user` may change the restrictions that a node has of its own."""
    if tree is COLLECTIONS:
        return may_edit(user, tree, node)
    return bool(node.permissions_for_user(user).can_set_view_restrictions())


def _may_see(user: Any, tree: Tree, node: Any) -> bool:
    if sees_everything(user):
        return True
    rows: Any = tree.rows
    return bool(rows.objects.filter(pk=node.pk, rule__in=rules_for(user)).exists())
