"""Addresses that people and teams once had, and that still lead to them."""

from django.db import models


class FormerPersonAddress(models.Model):
    """A slug that a person had before a change of name."""

    slug = models.SlugField(max_length=255, unique=True)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="former_addresses"
    )

    def __str__(self) -> str:
        return self.slug


class FormerTeamAddress(models.Model):
    """A slug that a team had before a change of name."""

    slug = models.SlugField(max_length=255, unique=True)
    team = models.ForeignKey(
        "people.Team", on_delete=models.CASCADE, related_name="former_addresses"
    )

    def __str__(self) -> str:
        return self.slug
