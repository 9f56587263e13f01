"""Walls, and what is posted on them."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from conversations.enums import Talk
from conversations.models import Contribution
from wall.cards import page_named_in
from wall.enums import Audience, Purpose, WallKind
from wall.querysets import PostQuerySet, WallQuerySet

EVERYBODYS_SLUG = "everybody"
EVERYBODY = "Everybody"
#: So many posts a wall may have at its top.
MOST_PINNED = 3
LONGEST_PICTURE_TEXT = 255


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


class Post(Contribution):
    """Something that somebody says on a wall; others reply by comments on it.

    It is read by whoever reads its wall. Its picture lies where no address leads but the post's own.
    """

    kind = "post"
    label = "post"
    edit_window = timedelta(minutes=30)

    wall = models.ForeignKey(Wall, on_delete=models.CASCADE, related_name="posts", editable=False)
    purpose = models.CharField(
        "kind", max_length=12, choices=Purpose.choices, default=Purpose.MESSAGE
    )
    talk = models.CharField(max_length=8, choices=Talk.choices, default=Talk.OPEN, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.ForeignKey(
        "conversations.Comment",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    pinned_at = models.DateTimeField(null=True, editable=False)
    picture = models.ImageField(
        upload_to="wall/%Y/%m/",
        blank=True,
        width_field="picture_width",
        height_field="picture_height",
        editable=False,
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_text = models.CharField(
        "what the picture shows", max_length=LONGEST_PICTURE_TEXT, blank=True, editable=False
    )
    linked_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects: ClassVar[Any] = PostQuerySet.as_manager()

    #: Nobody is to learn from a page's uses what stands on a wall.
    wagtail_reference_index_ignore = True

    class Meta(Contribution.Meta):
        verbose_name = "post"
        verbose_name_plural = "posts"
        default_permissions = ()
        indexes = (
            *Contribution.Meta.indexes,
            models.Index(fields=["wall", "-id"], name="wall_posts_latest"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; of the pages that the words lead to, the first is shown as a card."""
        fields = kwargs.get("update_fields")
        if fields is None or "text" in fields:
            self.linked_page = page_named_in(self.text, self.author) if self.author else None
            if fields is not None:
                kwargs["update_fields"] = {*fields, "linked_page"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The address of the post by itself, with all replies."""
        return reverse("wall:post", args=[self.pk])

    @property
    def subject_key(self) -> tuple[str, int]:
        """Itself: replies are comments on it."""
        return self.kind, self.pk

    @property
    def is_question(self) -> bool:
        """Whether it asks for an answer."""
        return self.purpose == Purpose.QUESTION

    @property
    def is_answered(self) -> bool:
        """Whether somebody said that it is answered."""
        return self.answered_at is not None

    @property
    def picture_address(self) -> str:
        """Where its picture is."""
        return reverse("wall:picture", args=[self.pk])


class Thanks(models.Model):
    """That a post thanks somebody."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="thanks")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    #: As of its post.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "thanks"
        verbose_name_plural = "thanks"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("post", "person"), name="wall_thanks_once_a_post"),
        )

    def __str__(self) -> str:
        return f"post {self.post_id} to {self.person_id}"
