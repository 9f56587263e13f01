"""What changes a rule, heard inside the transaction that changes it.

Wagtail's own signals come after its transactions; a save comes within. Every change of a page's place
saves the page: creating, copying, moving.
"""

from collections.abc import Collection as Names
from typing import Any

from django.contrib.auth.models import Group
from django.db import connections
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    get_page_models,
)

from access import copying
from access.models import PageRule
from access.settle import COLLECTIONS, PAGES, Tree, settle, settle_all, settle_node

#: The fields of a page that its rule depends on.
PLACING = frozenset({"path", "depth", "alias_of", "alias_of_id", "url_path"})
TREES: dict[Any, Tree] = {PageViewRestriction: PAGES, CollectionViewRestriction: COLLECTIONS}


def page_saved(
    instance: Page, created: bool, update_fields: Names[str] | None = None, **_kwargs: Any
) -> None:
    """A page was made, moved or saved whole."""
    if created or update_fields is None or not PLACING.isdisjoint(update_fields):
        settle_node(PAGES, instance)


def collection_saved(instance: Collection, **_kwargs: Any) -> None:
    """A collection was made or saved."""
    settle_node(COLLECTIONS, instance)


def page_going(instance: Page, **_kwargs: Any) -> None:
    """A page is about to be deleted: its aliases, which become pages, stay as closed as they were."""
    for alias in Page.objects.filter(alias_of=instance.pk).exclude(path__startswith=instance.path):
        asked = copying.requirement_of(alias)
        Page.objects.filter(pk=alias.pk).update(alias_of=None)
        settle(PAGES, [alias.path])
        copying.keep_closed(alias, asked)


def restriction_changed(sender: Any, instance: Any, origin: Any = None, **_kwargs: Any) -> None:
    """A restriction was made, changed or taken away."""
    if origin is not None and not issubclass(getattr(origin, "model", type(origin)), sender):
        return  # it goes with its page, whose rule may be gone already and is not to be made again
    _settle_below(TREES[sender], instance)


def groups_changed(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    """A restriction's groups have changed, asked from either side."""
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    if not reverse:
        _settle_below(TREES[type(instance)], instance)
        return
    # From the group's side: which restrictions they were is not told once they are cleared.
    settle_all()


def group_going(instance: Group, **_kwargs: Any) -> None:
    """A group is about to be deleted: remember what it opens."""
    instance._opens = {  # type: ignore[attr-defined]
        model: list(model.objects.filter(groups=instance)) for model in TREES
    }


def group_gone(instance: Group, **_kwargs: Any) -> None:
    """A group was deleted: what it alone opened, nobody opens."""
    for model, restrictions in getattr(instance, "_opens", {}).items():
        tree = TREES[model]
        settle(tree, [getattr(restriction, tree.name).path for restriction in restrictions])


def migrated(using: str, **_kwargs: Any) -> None:
    """The database was migrated: give a rule to what has none, such as pages made by a migration."""
    tables = connections[using].introspection.table_names()
    if {PageRule._meta.db_table, Page._meta.db_table} <= set(tables):
        settle_all(missing_only=True)


def connect(app_config: Any) -> None:
    """Listen. Called once, when the app is ready."""
    for model in {Page, *get_page_models()}:
        name = f"access-{model._meta.label}"
        post_save.connect(page_saved, sender=model, dispatch_uid=name)
        pre_delete.connect(page_going, sender=model, dispatch_uid=f"{name}-going")
    post_save.connect(collection_saved, sender=Collection, dispatch_uid="access-collection")
    for restriction in TREES:
        name = f"access-{restriction.__name__}"
        post_save.connect(restriction_changed, sender=restriction, dispatch_uid=name)
        post_delete.connect(restriction_changed, sender=restriction, dispatch_uid=f"{name}-gone")
        through = restriction.groups.through
        m2m_changed.connect(groups_changed, sender=through, dispatch_uid=f"{name}-groups")
    pre_delete.connect(group_going, sender=Group, dispatch_uid="access-group-going")
    post_delete.connect(group_gone, sender=Group, dispatch_uid="access-group-gone")
    post_migrate.connect(migrated, sender=app_config, dispatch_uid="access-migrated")


def _settle_below(tree: Tree, restriction: Any) -> None:
    node = tree.nodes.objects.filter(pk=getattr(restriction, f"{tree.name}_id")).first()
    if node is not None:
        settle(tree, [node.path])
