"""How many people are in each team and in all teams below it, each person counted once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, Subquery

from people.models import Membership
from people.tree import Branch, Forest

#: The one membership that the database lets everybody have once.
_MAIN = Q(is_primary=True, ended_on__isnull=True)


def count_people(forest: Forest, within: Branch | None = None) -> None:
    """Fill `people` of every branch, or of one and those below it. Two queries, whatever the size.

    Main teams are counted by the database, and added up along the tree. Only who is in a second team
    is looked at one by one, so that nobody counts twice where both teams lie in a third.
    """
    rows = Membership.objects.of_people_here()
    branches = list(within.walk() if within else forest.walk())
    if within:
        rows = rows.filter(team__in=[branch.team.pk for branch in branches])
    main = rows.filter(_MAIN).order_by().values_list("team").annotate(people=Count("pk"))
    own = dict(main.values_list("team", "people"))
    for branch in reversed(branches):
        below = sum(child.people for child in branch.children)
        branch.people = own.get(branch.team.pk, 0) + below
    for branch in _beside_main(forest, rows.exclude(_MAIN)):
        branch.people += 1


def _beside_main(forest: Forest, rows: Iterable[Membership]) -> Iterable[Branch]:
    """Each branch that somebody is in by a second team alone, once for each such person."""
    home = Membership.objects.filter(_MAIN, person=OuterRef("person")).values("team")[:1]
    second: dict[int, set[Branch]] = defaultdict(set)
    homes: dict[int, int | None] = {}
    found = rows.annotate(home=Subquery(home)).values_list("person", "team", "home")  # type: ignore[attr-defined]
    for person, team, at in found:
        if team in forest.branches:
            second[person] |= set(forest.branches[team].line)
            homes[person] = at
    for person, branches in second.items():
        at = forest.branches.get(homes[person] or 0)
        yield from branches - set(at.line if at else ())


def leads_of(branches: Iterable[Branch]) -> None:
    """Fill `leads` of the branches: who leads each team, first by order, then by name. One query."""
    wanted = {branch.team.pk: branch for branch in branches}
    rows = Membership.objects.of_people_here().filter(team__in=wanted, is_lead=True)
    known = rows.select_related("person").order_by("order", "person__sort_name")
    for row in known.defer("person__about", "person__search_text"):
        wanted[row.team_id].leads.append(row.person)
