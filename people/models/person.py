"""A person's profile."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PreviewableMixin, RevisionMixin

from core.folding import fold
from core.plain import plain_line, plain_text
from people.enums import LanguageLevel, SkillLevel
from people.locks import one_at_a_time
from people.models.contact import ContactMixin
from people.models.employment import EmploymentMixin
from people.models.working_week import WorkingWeekMixin
from people.querysets import PersonQuerySet
from people.slugs import slug_for

FORMER_MEMBER = "A former member of staff"
#: A profile is confirmed once a year.
CONFIRMED_FOR = timedelta(days=365)
#: Letters that no name begins with.
NO_LETTER = "#"
LONGEST_ABOUT = 2000
#: What is written in one line.
LINES = (
    "first_name",
    "last_name",
    "preferred_name",
    "pronunciation",
    "pronouns",
    "phone",
    "mobile",
    "job_title",
    "grade",
    "profession",
    "hours",
)


class Person(
    ContactMixin,
    EmploymentMixin,
    WorkingWeekMixin,
    PreviewableMixin,
    RevisionMixin,
    ClusterableModel,
):
    """Somebody who works here, or did. The account that they sign in with is another matter."""

    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    preferred_name = models.CharField(
        max_length=120,
        blank=True,
        help_text="What colleagues call them, if it is not the first name: “Liz”.",
    )
    pronunciation = models.CharField(
        max_length=120, blank=True, help_text="How to say it: “SHIV-awn”."
    )
    pronouns = models.CharField(max_length=40, blank=True, help_text="“she/her”, “they/them”.")
    slug = models.SlugField("address", max_length=255, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="account",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
        editable=False,
    )
    photo = models.ForeignKey(
        "core.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Head and shoulders. It is cut round the image's focal point.",
    )
    about = models.TextField(
        max_length=LONGEST_ABOUT,
        blank=True,
        help_text="What they do and what to ask them about, in a few sentences.",
    )
    confirmed_on = models.DateField(null=True, blank=True, editable=False, db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: What lists are ordered by and searched in: folded, and kept right by `save`.
    sort_name = models.CharField(max_length=255, editable=False, db_index=True, default="")
    search_text = models.TextField(editable=False, default="")

    objects = PersonQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
                FieldRowPanel([FieldPanel("preferred_name"), FieldPanel("pronunciation")]),
                FieldPanel("pronouns"),
                FieldPanel("photo"),
            ],
            "Name and photo",
        ),
        MultiFieldPanel(EmploymentMixin.job_panels, "Job"),
        InlinePanel(
            "memberships",
            heading="Teams",
            label="Team",
            help_text="One of them is the main team. Whoever changes teams gets a last day in the old one.",
        ),
        MultiFieldPanel(ContactMixin.contact_panels, "Contact"),
        MultiFieldPanel(WorkingWeekMixin.week_panels, "Where and when", classname="collapsed"),
        FieldPanel("about"),
        InlinePanel("person_skills", heading="Skills", label="Skill", classname="collapsed"),
        InlinePanel(
            "person_languages", heading="Languages", label="Language", classname="collapsed"
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("left_on"), FieldPanel("successor")])],
            "Leaving",
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ("sort_name", "pk")
        permissions = [("erase_person", "Can erase a person's data for good")]
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="people_email_once",
                violation_error_message="Somebody has this e-mail address already.",
            ),
            models.CheckConstraint(
                condition=~Q(manager=F("id")),
                name="people_nobody_manages_themselves",
                violation_error_message="Nobody manages themselves. Choose somebody else.",
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")),
                name="people_nobody_succeeds_themselves",
                violation_error_message="Nobody takes over from themselves. Choose somebody else.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with everything derived kept right. Raises ValidationError for a circle of managers."""
        with transaction.atomic():
            self.normalise()
            if self.manager_id and self.manager_id != getattr(self, "_stored_manager_id", None):
                one_at_a_time("people.managers")
                self.refuse_manager_in_circle()
            if not self.slug:
                self.slug = slug_for(type(self), self.name)
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "sort_name", "search_text"}
            super().save(*args, **kwargs)
        self._stored_manager_id = self.manager_id

    def get_absolute_url(self) -> str:
        """The address of the profile."""
        return reverse("people:person", args=[self.slug])

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "Person":
        """Remember the manager, so that `save` asks for a circle only when it changed."""
        person = super().from_db(*args, **kwargs)
        person._stored_manager_id = person.__dict__.get("manager_id")
        return person

    def clean(self) -> None:
        """Normalise, and refuse what cannot be."""
        super().clean()
        self.normalise()
        if not self.erased_at and not (self.first_name or self.last_name):
            raise ValidationError({"last_name": "Give at least one name."})
        if len(self.about) > LONGEST_ABOUT:  # a form holds a text to its length, a model does not
            raise ValidationError({"about": f"Shorten it to {LONGEST_ABOUT:,} letters at most."})
        if self.left_on and self.start_date and self.left_on < self.start_date:
            raise ValidationError({"left_on": "The last day cannot lie before the first."})
        self.refuse_manager_in_circle()

    def normalise(self) -> None:
        """Keep what one sees, write the e-mail address small, and fold what lists are searched by."""
        for name in LINES:
            setattr(self, name, plain_line(getattr(self, name)))
        self.about = plain_text(self.about)
        self.email = (self.email or "").strip().lower() or None
        self.employee_id = (self.employee_id or "").strip() or None
        self.sort_name = fold(f"{self.last_name} {self.known_as}")[:255]
        said = (self.known_as, self.first_name, self.last_name, self.email, self.employee_id)
        self.search_text = fold(" ".join(filter(None, (*said, self.job_title))))

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The profile's own page."""
        return "people/person.html"

    @property
    def known_as(self) -> str:
        """The first name that colleagues use."""
        return self.preferred_name or self.first_name

    @property
    def name(self) -> str:
        """The name to show."""
        if self.erased_at:
            return FORMER_MEMBER
        return " ".join(filter(None, (self.known_as, self.last_name)))

    @property
    def full_name(self) -> str:
        """The name in the staff file."""
        return FORMER_MEMBER if self.erased_at else f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        """What stands where there is no photo."""
        return "".join(word[0] for word in (self.known_as, self.last_name) if word).upper()

    @property
    def letter(self) -> str:
        """The letter that the name is listed under."""
        first = self.sort_name[:1]
        return first.upper() if first.isalpha() else NO_LETTER

    @property
    def needs_confirming(self) -> bool:
        """Whether it is a year since the person said that all is right."""
        return self.confirmed_on is None or (
            timezone.localdate() - self.confirmed_on > CONFIRMED_FOR
        )


class PersonSkill(models.Model):
    """That somebody has a skill, and how well."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="person_skills")
    skill = models.ForeignKey("people.Skill", on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=8, choices=SkillLevel.choices, default=SkillLevel.CAN_DO)

    panels = [FieldRowPanel([FieldPanel("skill"), FieldPanel("level")])]

    class Meta:
        ordering = ("skill__name",)
        constraints = (
            models.UniqueConstraint(fields=("person", "skill"), name="people_skill_once_a_person"),
        )

    def __str__(self) -> str:
        return f"{self.skill}: {SkillLevel(self.level).label}"


class PersonLanguage(models.Model):
    """That somebody knows a language, and how well."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="person_languages")
    language = models.ForeignKey("people.Language", on_delete=models.CASCADE, related_name="+")
    level = models.CharField(
        max_length=8, choices=LanguageLevel.choices, default=LanguageLevel.WORKING
    )

    panels = [FieldRowPanel([FieldPanel("language"), FieldPanel("level")])]

    class Meta:
        ordering = ("language__name",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "language"), name="people_language_once_a_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.language}: {LanguageLevel(self.level).label}"
