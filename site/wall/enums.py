"""What walls and posts can be, in names."""

from django.db import models


class WallKind(models.TextChoices):
    """Whose wall it is."""

    EVERYBODY = "everybody", "Everybody"
    DEPARTMENT = "department", "Department"
    TEAM = "team", "Team"


class Audience(models.TextChoices):
    """Who reads a team's wall. A department's wall is read by who may read the department's page."""

    EVERYBODY = "everybody", "Everybody who works here"
    MEMBERS = "members", "Only members of the team, and of the teams in it"


class Purpose(models.TextChoices):
    """What a post is for."""

    MESSAGE = "message", "Message"
    QUESTION = "question", "Question"
    THANKS = "thanks", "Thanks"
    ANNOUNCEMENT = "announcement", "Announcement"
