"""Who is in which team."""

from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from people.querysets import MembershipQuerySet


class Membership(models.Model):
    """That a person is, or was, in a team, and as what."""

    person = ParentalKey("people.Person", on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="memberships")
    title = models.CharField(
        "role in the team",
        max_length=255,
        blank=True,
        help_text="If it differs from the job title: “Secretary”, “First aider”.",
    )
    is_primary = models.BooleanField(
        "main team", default=False, help_text="The one team that the profile names first."
    )
    is_lead = models.BooleanField(
        "leads the team",
        default=False,
        help_text="Shown first on the team's page, and may look after its members' profiles.",
    )
    order = models.PositiveSmallIntegerField(
        default=100, help_text="Smaller numbers stand first among a team's members."
    )
    started_on = models.DateField("since", null=True, blank=True)
    ended_on = models.DateField(
        "until", null=True, blank=True, help_text="The last day. Left empty, it goes on."
    )

    objects = MembershipQuerySet.as_manager()

    panels = [
        FieldPanel("team"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("is_primary"), FieldPanel("is_lead")]),
        FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
    ]

    class Meta:
        verbose_name = "membership"
        verbose_name_plural = "memberships"
        ordering = ("-is_primary", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(is_primary=True, ended_on__isnull=True),
                name="people_one_primary_team",
                violation_error_message="A person has one main team. Untick the other one first.",
            ),
            models.UniqueConstraint(
                fields=("person", "team"),
                condition=Q(ended_on__isnull=True),
                name="people_once_in_a_team",
                violation_error_message="This person is in that team already.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="people_membership_ends_after_it_began",
                violation_error_message="It cannot end before it began.",
            ),
        )
        indexes = (models.Index(fields=["team", "ended_on"], name="people_members_of_team"),)

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"
