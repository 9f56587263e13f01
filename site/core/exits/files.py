"""Which documents and images the CMS offers: those that a person looks after, and those they may see.

The right to choose files may be given on the collection at the top, and so hold for every one below
it; a collection that is closed to a person is none of theirs all the same.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from access.querysets import files_visible_to_q
from access.rules import rules_for, sees_everything

CHOOSE = "choose"
KEEPING = ("change", "delete")


class ShownFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights on files, where the right to choose ends at what may not be seen."""

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        """As in Wagtail, but what is closed to `user` is not theirs to choose unless they may change it."""
        others = set(actions) - {CHOOSE}
        if others and super().user_has_any_permission_for_instance(user, others, instance):
            return True
        if CHOOSE not in actions or not super().user_has_any_permission_for_instance(
            user, {CHOOSE}, instance
        ):
            return False
        return self._chosen_from(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """As in Wagtail, less what is only to be chosen and is closed to `user`."""
        found = super().instances_user_has_any_permission_for(user, set(actions))
        if CHOOSE not in actions or sees_everything(user) or not user.is_authenticated:
            return found
        others = set(actions) - {CHOOSE}
        kept = super().instances_user_has_any_permission_for(user, {*others, *KEEPING})
        shown = self.model._default_manager.filter(
            Q(pk__in=kept.order_by().values("pk")) | files_visible_to_q(user)
        )
        # By key, so that the files may still be searched.
        return found.filter(pk__in=shown.order_by().values("pk"))

    def collections_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Collection]:
        """As in Wagtail, less those to choose from only that are closed to `user`."""
        found = super().collections_user_has_any_permission_for(user, set(actions))
        if CHOOSE not in actions or sees_everything(user) or not user.is_authenticated:
            return found
        kept = self._collections_with_perm(user, ["add", "change"])
        visible = Q(collection_rule__rule__in=rules_for(user))
        return found.filter(Q(pk__in=kept.order_by().values("pk")) | visible)

    def _chosen_from(self, user: Any) -> Any:
        return self.instances_user_has_any_permission_for(user, {CHOOSE})
