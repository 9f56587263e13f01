"""The flat registers: places of work, skills and languages, each known once and by one name."""

from django.db import models
from django.db.models.functions import Lower


class Location(models.Model):
    """A place where people work."""

    name = models.CharField(max_length=120, help_text="As staff call it: “Mariner House”.")
    address = models.TextField(
        blank=True, max_length=400, help_text="The postal address, as a visitor needs it."
    )
    directions = models.CharField(
        max_length=255, blank=True, help_text="Floor, entrance, reception. Optional."
    )

    class Meta:
        verbose_name = "location"
        verbose_name_plural = "locations"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                name="people_location_once",
                violation_error_message="There is a location of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """Something that people can do."""

    name = models.CharField(max_length=80, help_text="In a word or two: “Facilitation”, “SQL”.")

    class Meta:
        verbose_name = "skill"
        verbose_name_plural = "skills"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                name="people_skill_once",
                violation_error_message="There is a skill of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Language(models.Model):
    """A language that people speak, write or sign."""

    name = models.CharField(
        max_length=80, help_text="In English: “Welsh”, “British Sign Language”."
    )

    class Meta:
        verbose_name = "language"
        verbose_name_plural = "languages"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                name="people_language_once",
                violation_error_message="There is a language of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name
