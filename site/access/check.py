"""Comparing every stored rule with one worked out anew, and mending what differs.

Worked out here node by node, from the restrictions along each path: slower than `access.settle`, and
independent of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from access.models import CollectionRule, PageRule, Rule
from access.rules import Clause, Requirement, canonical, digest_of, write
from access.settle import COLLECTIONS, PAGES, Tree, clause_of, lock, rules_settled, settle_all


@dataclass(frozen=True)
class Difference:
    """A stored rule that is not the one it should be. `stored` is empty where there is none."""

    kind: str
    number: int
    title: str
    stored: str
    wanted: str

    def __str__(self) -> str:
        stored = self.stored or "no rule"
        return f"{self.kind} {self.number} “{self.title}”: {stored}, but it should be {self.wanted}"


def differences() -> list[Difference]:
    """Every rule, page and collection that is not as it should be."""
    return [*_damaged_rules(), *_wrong(PAGES), *_wrong(COLLECTIONS)]


def repair() -> int:
    """Put everything right, and drop rules that nothing has. Gives how many pages and collections changed."""
    with transaction.atomic():
        for rule in Rule.objects.all():
            if _is_damaged(rule):
                rule.digest, rule.requirement = f"damaged-{rule.pk}", "[[]]"
                rule.save()
        lock()
        changed = settle_all()
        used = PageRule.objects.values("rule"), CollectionRule.objects.values("rule")
        Rule.objects.exclude(Q(pk__in=used[0]) | Q(pk__in=used[1]) | Q(requirement="[]")).delete()
    rules_settled.send(sender=PAGES.nodes, tree=PAGES, paths=[])
    return changed


def _damaged_rules() -> Iterator[Difference]:
    for rule in Rule.objects.all():
        if _is_damaged(rule):
            yield Difference("rule", rule.pk, "", rule.requirement, "what its digest was made from")


def _is_damaged(rule: Rule) -> bool:
    return rule.digest != digest_of(rule.requirement)


def _wrong(tree: Tree) -> Iterator[Difference]:
    wanted = _requirements(tree)
    label = "title" if tree is PAGES else "name"
    rule = f"{tree.name}_rule__rule__requirement"
    for number, path, title, stored in (
        tree.nodes.objects.order_by("path").values_list("pk", "path", label, rule).iterator()
    ):
        right = write(wanted[path])
        if stored != right:
            yield Difference(tree.name, number, title, stored or "", right)


def _requirements(tree: Tree) -> dict[str, Requirement]:
    own: dict[str, list[Clause]] = {}
    for restriction in tree.restrictions.objects.select_related(tree.name).prefetch_related(
        "groups"
    ):
        members = [group.pk for group in restriction.groups.all()]
        clause = clause_of(restriction.restriction_type, members)
        node: Any = getattr(restriction, tree.name)
        own.setdefault(node.path, []).extend([] if clause is None else [clause])
    aliases: dict[str, str] = {}
    if tree.has_aliases:
        found = tree.nodes.objects.filter(alias_of__isnull=False)
        aliases = dict(found.values_list("path", "alias_of__path"))
    paths = list(tree.nodes.objects.values_list("path", flat=True))
    asked = {path: canonical(own.get(path, [])) for path in paths}
    while True:
        wanted = {path: _along(tree, path, asked) for path in paths}
        more = {
            alias: canonical([*asked[alias], *wanted[source]]) for alias, source in aliases.items()
        }
        if all(asked[alias] == joined for alias, joined in more.items()):
            return wanted
        asked |= more


def _along(tree: Tree, path: str, asked: dict[str, Requirement]) -> Requirement:
    """What is asked along a path, from the root down."""
    ends = range(tree.step, len(path) + 1, tree.step)
    return canonical(clause for end in ends for clause in asked.get(path[:end], ()))
