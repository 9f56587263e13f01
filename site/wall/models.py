"""Walls, and what is posted on them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from wall.enums import Audience, WallKind
from wall.querysets import WallQuerySet

EVERYBODYS_SLUG = "everybody"
EVERYBODY = "Everybody"


class Wall(models.Model):
    """A place to post: one for everybody, one for each department and each team.

    `rule` says who may read it; a department's wall has none, and asks its page's. `slug` is its address
    for good, whatever its department or team is called later.
    """

    kind = models.CharField(max_length=10, choices=WallKind.choices, editable=False)
    slug = models.SlugField("address", max_length=255, unique=True, editable=False)
    department = models.OneToOneField(
        "departments.DepartmentPage",
        null=True,
        on_delete=models.CASCADE,
        related_name="wall",
        editable=False,
    )
    team = models.OneToOneField(
        "people.Team", null=True, on_delete=models.CASCADE, related_name="wall", editable=False
    )
    audience = models.CharField(
        "who reads it",
        max_length=9,
        choices=Audience.choices,
        default=Audience.EVERYBODY,
        help_text="Whoever reads it or not: only members write.",
    )
    rule = models.ForeignKey(
        "access.Rule", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = WallQuerySet.as_manager()

    #: Nobody is to learn from a page's uses what stands on a wall.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "wall"
        verbose_name_plural = "walls"
        default_permissions = ()
        permissions = [("announce", "Can post announcements on every wall")]
        constraints = (
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(kind=WallKind.EVERYBODY),
                name="wall_one_for_everybody",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=WallKind.EVERYBODY,
                    department__isnull=True,
                    team__isnull=True,
                    rule__isnull=False,
                )
                | Q(
                    kind=WallKind.DEPARTMENT,
                    department__isnull=False,
                    team__isnull=True,
                    rule__isnull=True,
                )
                | Q(
                    kind=WallKind.TEAM,
                    department__isnull=True,
                    team__isnull=False,
                    rule__isnull=False,
                ),
                name="wall_is_of_one",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of its page."""
        if self.is_everybodys:
            return reverse("wall:everybody")
        return reverse("wall:one", args=[self.slug])

    @property
    def is_everybodys(self) -> bool:
        """Whether it is the wall of everybody."""
        return self.kind == WallKind.EVERYBODY

    @property
    def is_closed(self) -> bool:
        """Whether only members read it."""
        return self.audience == Audience.MEMBERS

    @property
    def name(self) -> str:
        """What its department or team is called."""
        owner: Any = self.department or self.team
        return str(owner) if owner else EVERYBODY
