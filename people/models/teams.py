"""Teams, and how they lie in one another."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin, RevisionMixin

from core.folding import fold
from people.enums import TeamKind
from people.locks import one_at_a_time
from people.querysets import TeamQuerySet
from people.slugs import slug_for

#: How many characters of a path stand for one team.
STEP = 8
DEEPEST = 20


class Team(PreviewableMixin, RevisionMixin, models.Model):
    """A team, a unit, a directorate or the whole organisation.

    `parent` is the truth. `path` is made from it, eight characters a level, so that everything below a
    team is one range of an index; whatever reads the tree whole goes by `parent`.
    """

    name = models.CharField(max_length=255, help_text="In full, as staff know it.")
    slug = models.SlugField("address", max_length=255, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=TeamKind.choices, default=TeamKind.TEAM)
    parent = models.ForeignKey(
        "self",
        verbose_name="part of",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="The team that this one belongs to. Left empty, it stands at the top.",
    )
    path = models.CharField(max_length=STEP * DEEPEST, editable=False, db_index=True, default="")
    order = models.PositiveSmallIntegerField(
        default=100, help_text="Smaller numbers stand first; equal ones by name."
    )
    purpose = models.TextField(
        max_length=600, blank=True, help_text="What the team is for, in a sentence or two."
    )
    email = models.EmailField("e-mail", blank=True, help_text="The team's mailbox.")
    phone = models.CharField(max_length=40, blank=True)
    department = models.ForeignKey(
        "departments.DepartmentPage",
        verbose_name="department site",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The site that the team's pages are in. The team's page leads there.",
    )
    closed_on = models.DateField(null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    sort_name = models.CharField(max_length=255, editable=False, db_index=True, default="")

    objects = TeamQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("order")]),
        FieldPanel("parent"),
        FieldPanel("purpose"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]), FieldPanel("department")],
            "Contact",
        ),
    ]

    class Meta:
        verbose_name = "team"
        verbose_name_plural = "teams"
        ordering = ("order", "sort_name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="people_no_team_in_itself",
                violation_error_message="A team cannot be part of itself.",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")),
                name="people_no_team_succeeds_itself",
                violation_error_message="A team cannot take over from itself.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new or moved team takes its path, and so does everything below it.

        Raises ValidationError if it would come to lie in itself.
        """
        with transaction.atomic():
            self.sort_name = fold(self.name)[:255]
            if not self.slug:
                self.slug = slug_for(type(self), self.name)
            is_new = self.pk is None
            moves = is_new or self.parent_id != getattr(self, "_stored_parent_id", None)
            if moves:
                one_at_a_time("people.teams")
                self.refuse_place_in_itself()
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "sort_name"}
            super().save(*args, **kwargs)
            if moves:
                self._take_path()
        self._stored_parent_id = self.parent_id

    def get_absolute_url(self) -> str:
        """The address of the team's page."""
        return reverse("people:team", args=[self.slug])

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "Team":
        """Remember where it stood, so that `save` knows of a move."""
        team = super().from_db(*args, **kwargs)
        team._stored_parent_id = team.__dict__.get("parent_id")
        return team

    def clean(self) -> None:
        """Refuse a place inside itself, and one in a team that is closed."""
        super().clean()
        self.name = " ".join(self.name.split())
        self.refuse_place_in_itself()
        if self.parent and self.parent.closed_on and not self.closed_on:
            raise ValidationError(
                {"parent": f"{self.parent} is closed. Choose the team that took over from it."}
            )

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The team's own page."""
        return "people/team.html"

    @property
    def is_closed(self) -> bool:
        """Whether the team is no more."""
        return self.closed_on is not None and self.closed_on <= timezone.localdate()

    @property
    def depth(self) -> int:
        """How deep it lies; 1 at the top."""
        return len(self.path) // STEP

    @property
    def above(self) -> list[str]:
        """The paths of the teams that it lies in, the top one first."""
        return [self.path[:end] for end in range(STEP, len(self.path), STEP)]

    def refuse_place_in_itself(self) -> None:
        """Raise ValidationError if the parent is this team, or lies in it. Asked of the parents, not of paths."""
        seen: set[int] = set()
        number = self.parent_id
        parents = Team.objects.values_list("parent_id", flat=True)
        while number and self.pk and number not in seen:
            if number == self.pk:
                raise ValidationError(
                    {"parent": f"{self.name} cannot be part of itself, nor of a team within it."}
                )
            seen.add(number)
            number = parents.filter(pk=number).first()
        if len(seen) >= DEEPEST:
            raise ValidationError({"parent": f"Teams lie at most {DEEPEST} levels deep."})

    def _take_path(self) -> None:
        above = ""
        if self.parent_id:
            above = Team.objects.values_list("path", flat=True).get(pk=self.parent_id)
        old, self.path = self.path, f"{above}{self.pk:0{STEP}x}"
        if old and old != self.path:
            below = Team.objects.below_path(old).exclude(pk=self.pk)
            below.update(path=Concat(Value(self.path), Substr("path", len(old) + 1)))
        Team.objects.filter(pk=self.pk).update(path=self.path)
