"""Changing the restrictions that a page or collection has of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import BaseViewRestriction

from access.parts import place_asks
from access.rules import Requirement, canonical, group_term
from access.settle import Tree


@dataclass(frozen=True)
class Wish:
    """The restrictions that a node is to have of its own; all others go.

    `groups` holds the ids of each restriction's groups by the restriction's own id. A number that is
    no restriction of the node, such as 0, stands for a new one.
    """

    groups: Mapping[int, frozenset[int]]

    def requirement(self, tree: Tree, node: Any) -> Requirement:
        """What the node will ask."""
        clauses = (frozenset(map(group_term, groups)) for groups in self.groups.values())
        return canonical([*clauses, *place_asks(tree, node)])

    def is_met_by(self, restrictions: list[Any]) -> bool:
        """Whether a node with these restrictions of its own is as wished already."""
        now = {
            restriction.pk: frozenset(group.pk for group in restriction.groups.all())
            for restriction in restrictions
            if restriction.restriction_type == BaseViewRestriction.GROUPS
        }
        return len(now) == len(restrictions) and now == dict(self.groups)


def restrict(tree: Tree, node: Any, wish: Wish) -> None:
    """Give a node the restrictions that are wished, all or none.

    Wagtail writes each change to a page into its history, with whoever is at work.
    """
    with transaction.atomic():
        own = {one.pk: one for one in tree.restrictions.objects.filter(**{tree.name: node})}
        # What is added comes first, so that nothing is open in between.
        for number, groups in wish.groups.items():
            restriction = own.pop(number, None) or tree.restrictions(**{tree.name: node})
            restriction.restriction_type = BaseViewRestriction.GROUPS
            restriction.password = ""
            restriction.save()
            restriction.groups.set(groups)
        for restriction in own.values():
            restriction.delete()
