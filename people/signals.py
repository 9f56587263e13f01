"""What people listen to: verified addresses, and what is written of people and teams."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, post_save

from accounts.signals import address_verified
from people.found import people_changed, team_changed
from people.models import (
    Language,
    Location,
    Membership,
    Person,
    PersonLanguage,
    PersonSkill,
    Skill,
    Team,
)
from people.services.accounts import link_by_address

#: Saved with a revision, and nothing that is found.
OF_REVISIONS = frozenset({"latest_revision", "sort_name", "search_text"})


def address_was_verified(sender: Any, user: Any, email: str, **_kwargs: Any) -> None:
    """Somebody has shown that an address is theirs: the profile with that address is theirs too."""
    link_by_address(user, email)


def person_saved(
    instance: Person, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    """A profile was written, or is gone."""
    if update_fields is None or not OF_REVISIONS.issuperset(update_fields):
        people_changed([instance.pk])


def row_saved(instance: Any, **_kwargs: Any) -> None:
    """A membership, a skill or a language of somebody was written, or is gone."""
    people_changed([instance.person_id])


def team_saved(
    instance: Team, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    """A team was written, or is gone."""
    if update_fields is None or not OF_REVISIONS.issuperset(update_fields):
        team_changed(instance)


def entry_saved(sender: Any, instance: Any, **_kwargs: Any) -> None:
    """A place, a skill or a language has another name: so do the people who have it."""
    if sender is Location:
        people = Person.objects.filter(location=instance.pk)
    elif sender is Skill:
        people = Person.objects.filter(person_skills__skill=instance.pk)
    else:
        people = Person.objects.filter(person_languages__language=instance.pk)
    people_changed(people.values_list("pk", flat=True))


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    address_verified.connect(
        address_was_verified, sender=get_user_model(), dispatch_uid="people-address-verified"
    )
    listeners: dict[Any, Any] = {Person: person_saved, Team: team_saved}
    listeners |= dict.fromkeys((Membership, PersonSkill, PersonLanguage), row_saved)
    for sender, listener in listeners.items():
        for signal in (post_save, post_delete):
            signal.connect(listener, sender=sender, dispatch_uid=f"people-{sender.__name__}-found")
    for sender in (Location, Skill, Language):
        post_save.connect(entry_saved, sender=sender, dispatch_uid=f"people-{sender.__name__}")
