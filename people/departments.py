"""Which department somebody belongs to: that of their main team, or of the nearest one above it that has a site."""

import re
from typing import Any

from django.db.models import Q
from django.utils import timezone

from people.models import Membership, Team
from people.models.teams import STEP

_ONE = re.compile(rf"[0-9a-f]{{{STEP}}}")


def department_of(user: Any) -> int | None:
    """The page's id, if there is one. One query, or two."""
    begun = Q(started_on__isnull=True) | Q(started_on__lte=timezone.localdate())
    main = Membership.objects.of_people_here().filter(begun, person__user=user.pk, is_primary=True)
    row = main.values_list("team__department_id", "team__path").first()
    if row is None:
        return None
    own, path = row
    return own or _nearest([int(one, 16) for one in _ONE.findall(path)])


def _nearest(teams: list[int]) -> int | None:
    """Of teams, the outermost first, the department of the innermost that has one."""
    found = Team.objects.filter(pk__in=teams, department__isnull=False)
    by_team = dict(found.values_list("pk", "department_id"))
    return next((by_team[number] for number in reversed(teams) if number in by_team), None)
