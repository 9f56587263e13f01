"""Changing a team, with the record of it."""

from typing import Any

from django.db import models, transaction
from wagtail.log_actions import log

from audit.models import Door
from audit.services import difference, record
from people.models import FormerTeamAddress, Team
from people.slugs import base_of, slug_for

#: What somebody may change of a team.
FIELDS = ("name", "kind", "parent", "order", "purpose", "email", "phone", "department")


@transaction.atomic
def save_team(team: Team, *, actor: Any = None, door: Door = Door.SITE) -> list[str]:
    """Save a new or changed team; after a change of name its old address leads to the new one.

    The names of what changed. Raises ValidationError for what cannot be; nothing is written then. The
    change log, the history and a revision go with it.
    """
    is_new = team.pk is None
    stored = None if is_new else Team.objects.select_for_update().get(pk=team.pk)
    team.full_clean(exclude=["slug"])
    fields = difference(_in_words(stored) if stored else {}, _in_words(team))
    if not fields:
        return []
    if stored and base_of(team.name) != base_of(stored.name):
        FormerTeamAddress.objects.get_or_create(slug=stored.slug, defaults={"team": stored})
        team.slug = slug_for(Team, team.name)
    team.save()
    user = actor if getattr(actor, "is_authenticated", False) else None
    record(team, fields, actor=actor, door=door)
    log(instance=team, action="wagtail.create" if is_new else "wagtail.edit", user=user)
    team.save_revision(user=user, clean=False)
    return list(fields)


def _in_words(team: Team) -> dict[str, str]:
    return {name: _word(team, name) for name in FIELDS}


def _word(team: Team, name: str) -> str:
    field = Team._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        number = getattr(team, field.attname)
        return f"{getattr(team, name)} ({number})" if number else ""
    return str(getattr(team, f"get_{name}_display", lambda: getattr(team, name))())
