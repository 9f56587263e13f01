"""Keeping every page's and every collection's rule right, in the transaction that changes it.

A page's requirement is its parent's, with its own restrictions added, and for an alias those of what
it mirrors. So a change touches what is below it, and the aliases of that with what is below them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from access.models import CollectionRule, PageRule, Rule
from access.rules import (
    ANYBODY,
    NOBODY,
    Clause,
    Requirement,
    canonical,
    group_term,
    ids_of,
    read,
)

#: Sent with `tree` and `paths` when rules below those paths have changed.
rules_settled = Signal()
CHUNK = 1_000


@dataclass(frozen=True)
class Tree:
    """One of the two trees that have rules."""

    name: str
    nodes: Any
    rows: type[models.Model]
    restrictions: type[BaseViewRestriction]
    has_aliases: bool = False

    @property
    def step(self) -> int:
        """The characters of a path for each level."""
        return int(self.nodes.steplen)

    def above(self, path: str) -> str:
        """The path of the parent; empty for a root."""
        return path[: -self.step]


PAGES = Tree("page", Page, PageRule, PageViewRestriction, has_aliases=True)
COLLECTIONS = Tree("collection", Collection, CollectionRule, CollectionViewRestriction)


def settle(tree: Tree, paths: Iterable[str]) -> int:
    """Settle the rules of everything at and below some paths. Gives how many changed."""
    with transaction.atomic():
        lock()
        roots = _roots(tree, paths)
        if not roots:
            return 0
        changed = _write(tree, roots, _Requirements(tree, roots))
    if changed:
        rules_settled.send(sender=tree.nodes, tree=tree, paths=roots)
    return changed


def settle_node(tree: Tree, node: Any) -> None:
    """Settle one page or collection that was saved; all below it too if its rule has changed.

    Three queries where nothing changes, below an alias some more.
    """
    if tree.has_aliases and _mirrors(tree, node.path):
        settle(tree, [node.path])
        return
    above = tree.above(node.path)
    rows: Any = tree.rows
    near = Q(pk=node.pk) | Q(**{f"{tree.name}__path": above})
    found = rows.objects.filter(near).values_list("pk", "rule__requirement")
    stored = {number: read(text) for number, text in found}
    own = stored.pop(node.pk, None)
    clauses = _restrictions(tree, Q(**{f"{tree.name}_id": node.pk})).get(node.path, set())
    wanted = canonical([*clauses, *(clause for near in stored.values() for clause in near)])
    if own != wanted or len(stored) != bool(above):
        settle(tree, [node.path])


def _mirrors(tree: Tree, path: str) -> bool:
    """Whether something on a path is an alias.

    Then what is asked may come round to where it started (a page moved below its own alias), and
    rules that agree with their neighbours say nothing: each may keep what only the other one asks.
    """
    on_path = [path[:end] for end in range(tree.step, len(path) + 1, tree.step)]
    return bool(tree.nodes.objects.filter(path__in=on_path, alias_of__isnull=False).exists())


def settle_all(*, missing_only: bool = False) -> int:
    """Settle both trees whole. With `missing_only`, only where a page or collection has no rule yet."""
    changed = 0
    for tree in (PAGES, COLLECTIONS):
        lacks = tree.nodes.objects.filter(**{f"{tree.name}_rule__isnull": True})
        if not missing_only or lacks.exists():
            changed += settle(
                tree, tree.nodes.objects.filter(depth=1).values_list("path", flat=True)
            )
    return changed


def lock() -> None:
    """Let one transaction at a time change rules: what one reads, no other changes meanwhile."""
    everybody = ids_of([ANYBODY])[ANYBODY]
    Rule.objects.select_for_update().get(pk=everybody)


def outermost(paths: Iterable[str]) -> list[str]:
    """The paths that lie below no other of them, each once, in order."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def clause_of(kind: str, groups: Iterable[int]) -> Clause | None:
    """The clause of one of Wagtail's restrictions; None where any signed-in person is let in.

    A shared password is no person's right, so it lets in nobody.
    """
    if kind == BaseViewRestriction.GROUPS:
        return frozenset(map(group_term, groups))
    return None if kind == BaseViewRestriction.LOGIN else frozenset()


class _Requirements:
    """The requirement of every path at and below some roots, from the restrictions alone."""

    def __init__(self, tree: Tree, roots: list[str]) -> None:
        self.tree = tree
        own = _restrictions(tree, _below(roots, f"{tree.name}__path"))
        aliases = _aliases(tree, _below(roots, "path"))
        stored = _stored(tree, {tree.above(root) for root in roots} | set(aliases.values()))
        self.at: dict[str, Requirement] = {}
        for path in sorted({*roots, *own, *aliases}):
            above = stored.get(tree.above(path), ANYBODY) if path in roots else self.of(path)
            self.at[path] = canonical([*above, *own.get(path, ())])
        self._mirror(aliases, stored, tuple(roots))

    def _mirror(self, aliases: dict[str, str], stored: dict[str, Requirement], inside: Any) -> None:
        """Add to aliases, and to all below them, what is asked for what they mirror."""
        changed = True
        while changed:
            changed = False
            for alias, source in aliases.items():
                more = self.of(source) if source.startswith(inside) else stored.get(source, NOBODY)
                for path in [path for path in self.at if path.startswith(alias)]:
                    joined = canonical([*self.at[path], *more])
                    changed = changed or joined != self.at[path]
                    self.at[path] = joined

    def of(self, path: str) -> Requirement:
        """The requirement at a path: that of the nearest place where something is asked."""
        return self.at[self._near(path)]

    def _near(self, path: str) -> str:
        while path not in self.at:
            path = self.tree.above(path)
        return path


def _roots(tree: Tree, paths: Iterable[str]) -> list[str]:
    """The outermost of some paths, and of the aliases of what lies below them.

    Where a parent has no rule yet, so that nothing can be built on it, the whole tree is taken.
    """
    roots = outermost(paths)
    parents = {tree.above(root) for root in roots} - {""}
    if parents - _stored(tree, parents).keys():
        roots = outermost(root[: tree.step] for root in roots)
    aliases = _aliases(tree, Q()) if roots else {}
    while more := [
        alias
        for alias, source in aliases.items()
        if source.startswith(tuple(roots)) and not alias.startswith(tuple(roots))
    ]:
        roots = outermost([*roots, *more])
    return roots


def _aliases(tree: Tree, where: Q) -> dict[str, str]:
    """The path of each alias, and of what it mirrors."""
    if not tree.has_aliases:
        return {}
    found = tree.nodes.objects.filter(where, alias_of__isnull=False).order_by()
    return dict(found.values_list("path", "alias_of__path"))


def _restrictions(tree: Tree, where: Q) -> dict[str, set[Clause]]:
    """The clauses that restrictions put at each path."""
    rows = (
        tree.restrictions.objects.filter(where)
        .order_by()
        .values_list("pk", f"{tree.name}__path", "restriction_type", "groups")
    )
    groups: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for number, path, kind, group in rows:
        groups[number, path, kind] |= {group} if group else set()
    found: dict[str, set[Clause]] = defaultdict(set)
    for (_number, path, kind), members in groups.items():
        clause = clause_of(kind, members)
        if clause is not None:
            found[path].add(clause)
    return found


def _stored(tree: Tree, paths: Iterable[str]) -> dict[str, Requirement]:
    rows: Any = tree.rows
    found = rows.objects.filter(**{f"{tree.name}__path__in": list(paths)})
    return {
        path: read(text)
        for path, text in found.values_list(f"{tree.name}__path", "rule__requirement")
    }


def _below(paths: Iterable[str], lookup: str) -> Q:
    return reduce(or_, (Q(**{f"{lookup}__startswith": path}) for path in paths), Q(pk__in=()))


def _write(tree: Tree, roots: list[str], wanted: _Requirements) -> int:
    """Bring the rows in line; rows that are right are left alone."""
    rules = ids_of(wanted.at.values())
    rows: Any = tree.rows
    missing: list[models.Model] = []
    wrong: dict[int, list[int]] = defaultdict(list)
    for number, path, rule in _nodes(tree, roots):
        right = rules[wanted.of(path)]
        if rule is None:
            missing.append(rows(pk=number, rule_id=right))
        elif rule != right:
            wrong[right].append(number)
    rows.objects.bulk_create(missing, batch_size=CHUNK)
    for right, numbers in wrong.items():
        for start in range(0, len(numbers), CHUNK):
            rows.objects.filter(pk__in=numbers[start : start + CHUNK]).update(rule_id=right)
    return len(missing) + sum(map(len, wrong.values()))


def _nodes(tree: Tree, roots: list[str]) -> Iterator[tuple[int, str, int | None]]:
    found = tree.nodes.objects.filter(_below(roots, "path")).order_by()
    yield from found.values_list("pk", "path", f"{tree.name}_rule__rule").iterator(CHUNK)
