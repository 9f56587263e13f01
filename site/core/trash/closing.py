"""What stays closed when a page leaves the bin, by either door."""

from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from access.copying import keep_closed
from access.rules import Requirement, canonical, group_term, read
from access.settle import PAGES, clause_of, settle
from core.models import BinnedPage


def still(requirement: str) -> Requirement:
    """A requirement as it was written, less the groups that are gone: what they alone opened, nobody opens."""
    terms = {group_term(number) for number in Group.objects.values_list("pk", flat=True)}
    return canonical(clause & terms for clause in read(requirement))


def free_aliases(entry: BinnedPage) -> None:
    """Make pages of the aliases elsewhere of what is about to go, as closed as they were.

    While it is in the bin its own rule lets in nobody, so what it asked before is put together again.
    """
    root = entry.page.path
    outside = Page.objects.filter(alias_of__path__startswith=root).exclude(path__startswith=root)
    for alias in outside.select_related("alias_of"):
        asked = _asked(entry, alias.alias_of.path)
        Page.objects.filter(pk=alias.pk).update(alias_of=None)
        settle(PAGES, [alias.path])
        keep_closed(alias, asked)


def _asked(entry: BinnedPage, path: str) -> Requirement:
    """What the page at a path in the bin asked of its readers while it stood in its place."""
    root, step = entry.page.path, PAGES.step
    paths = [path[:end] for end in range(len(root), len(path) + 1, step)]
    clauses = set(still(entry.requirement))
    for restriction in PageViewRestriction.objects.filter(page__path__in=paths):
        groups = restriction.groups.values_list("pk", flat=True)
        clause = clause_of(restriction.restriction_type, groups)
        clauses |= {clause} if clause is not None else set()
    return canonical(clauses)
