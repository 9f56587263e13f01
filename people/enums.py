"""What a person's fields can say, in names."""

from django.db import models


class Whereabouts(models.TextChoices):
    """Where somebody works on a day of the week."""

    UNSAID = "", "Not said"
    OFFICE = "office", "In the office"
    HOME = "home", "At home"
    ELSEWHERE = "away", "Elsewhere"
    OFF = "off", "Not working"


class SkillLevel(models.TextChoices):
    """How well somebody knows something."""

    LEARNING = "learning", "Learning"
    CAN_DO = "can", "Can do it"
    CAN_TEACH = "teach", "Can teach it"


class LanguageLevel(models.TextChoices):
    """How well somebody knows a language."""

    SOME = "some", "Some words"
    WORKING = "working", "Good enough to work in"
    FLUENT = "fluent", "Fluent"
    FIRST = "first", "First language"


class TeamKind(models.TextChoices):
    """What a team is to the organisation."""

    ORGANISATION = "organisation", "Organisation"
    TEAM = "team", "Team"


class PhoneAudience(models.TextChoices):
    """Who is shown a phone number, besides oneself and people admins."""

    EVERYBODY = "everybody", "Everybody"
    TEAM = "team", "Only my team"


class Hat(models.TextChoices):
    """As whom somebody changes a profile."""

    SELF = "self", "the person"
    MANAGER = "manager", "their manager"
    TEAM_EDITOR = "team", "the lead of their team"
    PEOPLE_ADMIN = "people", "a people admin"
    FEED = "feed", "the staff file"


#: The days of the week, as the fields of a person are called.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
