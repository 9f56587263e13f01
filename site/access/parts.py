"""What a rule is made of: the restrictions that apply to a page or collection, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page

from access.rules import NOBODY, Clause, Requirement, canonical, group_term, ids_in, kinds, read
from access.settle import PAGES, Tree, clause_of


@dataclass(frozen=True)
class Part:
    """One restriction that applies. `clause` is None where it lets in anybody who is signed in."""

    restriction: Any
    node: Any
    clause: Clause | None


def parts_of(tree: Tree, node: Any) -> list[Part]:
    """Every restriction that applies to a node, outermost first.

    Those of the path, its own among them, and for an alias or what is below one also those of what
    it mirrors.
    """
    found = (
        tree.restrictions.objects.filter(**{f"{tree.name}__path__in": _paths(tree, node)})
        .select_related(tree.name)
        .prefetch_related("groups")
        .order_by(f"{tree.name}__path", "pk")
    )
    return [
        Part(
            restriction,
            getattr(restriction, tree.name),
            clause_of(
                restriction.restriction_type, [group.pk for group in restriction.groups.all()]
            ),
        )
        for restriction in found
    ]


def clauses_of(parts: Iterable[Part]) -> list[Clause]:
    """The clauses that parts ask."""
    return [part.clause for part in parts if part.clause is not None]


def rule_of(tree: Tree, node: Any) -> Requirement | None:
    """What a node asks, as it is stored; None where nothing is stored."""
    rows: Any = tree.rows
    text = rows.objects.filter(pk=node.pk).values_list("rule__requirement", flat=True).first()
    return None if text is None else read(text)


def place_asks(tree: Tree, node: Any, parent: Any = None) -> Requirement:
    """What a node would ask without restrictions of its own, below `parent` or where it stands now."""
    above = parent.path if parent is not None else tree.above(node.path)
    paths = [above] if above else []
    if tree is PAGES and node.alias_of_id:
        paths += Page.objects.filter(pk=node.alias_of_id).values_list("path", flat=True)
    stored = _stored(tree, paths)
    return canonical(clause for path in paths for clause in stored.get(path, NOBODY))


def after_move(page: Page, destination: Page) -> Requirement:
    """What a page will ask once it stands below `destination`."""
    own = [part for part in parts_of(PAGES, page) if part.node.pk == page.pk]
    return canonical([*clauses_of(own), *place_asks(PAGES, page, destination)])


def names_of(*requirements: Requirement) -> dict[str, str]:
    """The names of what requirements ask for, by term. One query for each kind of term."""
    asked = frozenset(term for one in requirements for clause in one for term in clause)
    names: dict[str, str] = {}
    if groups := ids_in(asked, "group"):
        found = Group.objects.filter(pk__in=groups).values_list("pk", "name")
        names |= {group_term(number): name for number, name in found}
    for kind, terms in kinds.items():
        if terms.names and (ids := ids_in(asked, kind)):
            names |= {f"{kind}:{number}": name for number, name in terms.names(ids).items()}
    return names


def _paths(tree: Tree, node: Any) -> set[str]:
    """The path of a node and of all above it; with those of what any of them mirrors."""
    paths, fresh = set[str](), {node.path}
    while fresh:
        line = {path[:end] for path in fresh for end in range(tree.step, len(path) + 1, tree.step)}
        line -= paths
        paths |= line
        fresh = set()
        if tree.has_aliases and line:
            mirrored = tree.nodes.objects.filter(path__in=line, alias_of__isnull=False)
            fresh = set(mirrored.values_list("alias_of__path", flat=True)) - paths
    return paths


def _stored(tree: Tree, paths: Iterable[str]) -> dict[str, Requirement]:
    rows: Any = tree.rows
    found = rows.objects.filter(**{f"{tree.name}__path__in": list(paths)})
    pairs = found.values_list(f"{tree.name}__path", "rule__requirement")
    return {path: read(text) for path, text in pairs}
