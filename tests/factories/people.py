"""People, teams and who is in which."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from people.models import Language, Location, Membership, Person, Skill, Team
from tests.factories.accounts import UserFactory


class LocationFactory(factory.django.DjangoModelFactory):
    """A place of work."""

    name = factory.Sequence(lambda n: f"Mariner House {n}")

    class Meta:
        model = Location


class SkillFactory(factory.django.DjangoModelFactory):
    """Something that people can do."""

    name = factory.Sequence(lambda n: f"Skill {n}")

    class Meta:
        model = Skill


class LanguageFactory(factory.django.DjangoModelFactory):
    """A language."""

    name = factory.Sequence(lambda n: f"Language {n}")

    class Meta:
        model = Language


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody who works here; `signs_in=True` has an account, `has_left=True` left last week."""

    first_name = factory.Faker("first_name")
    last_name = factory.Faker("last_name")
    email = factory.Sequence(lambda n: f"colleague{n}@example.org")
    job_title = "Analyst"

    class Meta:
        model = Person

    class Params:
        signs_in = factory.Trait(user=factory.SubFactory(UserFactory))
        has_left = factory.Trait(
            left_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
        )


class TeamFactory(factory.django.DjangoModelFactory):
    """A team, at the top unless told otherwise (`parent=`)."""

    name = factory.Sequence(lambda n: f"Team {n}")
    purpose = "We keep the lights on."

    class Meta:
        model = Team


class MembershipFactory(factory.django.DjangoModelFactory):
    """That somebody is in a team, as their main one unless told otherwise."""

    person = factory.SubFactory(PersonFactory)
    team = factory.SubFactory(TeamFactory)
    is_primary = True

    class Meta:
        model = Membership


def member(team: Team, since: date | None = None, **fields: Any) -> Person:
    """Somebody whose main team this is."""
    person = PersonFactory(**fields)
    MembershipFactory(person=person, team=team, started_on=since)
    return person


def lead(team: Team, **fields: Any) -> Person:
    """Somebody who leads this team."""
    person = PersonFactory(**fields)
    MembershipFactory(person=person, team=team, is_lead=True)
    return person
