"""What people follow, what they are told of, how they want it, and the letters that tell them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from access.models import Rule
from core.notices import NoticeKind
from notifications.choices import Mail
from notifications.querysets import LetterQuerySet, NotificationQuerySet
from notifications.states import LetterState


class Follow(models.Model):
    """That somebody follows a page, a topic, a department or a person: `kind` is a name of `registry.followables`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    kind = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "follow"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "kind", "number"), name="notifications_follow_once"
            ),
        )
        indexes = (models.Index(fields=("kind", "number", "user"), name="notifications_followers"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.number}"


class Choice(models.Model):
    """How somebody wants to be told of one kind of thing, where it differs from the defaults."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    in_bell = models.BooleanField(default=True)
    mail = models.CharField(max_length=8, choices=Mail.choices)

    class Meta:
        verbose_name = "choice"
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="notifications_choice_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.mail}"


class MailStop(models.Model):
    """That somebody wants no letters at all, whatever they chose by kind, which stays as it is."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="mail_stop",
    )
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}: no mail"


class Thing(models.Model):
    """Something that people were told of, once however many they are, and what lets a reader see it.

    `page` has to be readable for the reader, `rule` to be met; without them it is for whoever is signed in.
    """

    source = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(Rule, null=True, on_delete=models.CASCADE, related_name="+")
    #: Since when nobody sees it: it is hidden, deleted or done.
    withdrawn_at = models.DateTimeField(null=True)

    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "number"), name="notifications_thing_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.number}"


class Letter(models.Model):
    """A mail to one person, with all that they were told since the last one. A row for each, so none leaves twice."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters"
    )
    mail = models.CharField(max_length=8, choices=Mail.choices)
    #: Which of its pace: a day, a week, or the first notification within it.
    slot = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    #: When it is to be sent, or tried again, or taken from a worker that has it in hand.
    due_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "letter"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "mail", "slot"), name="notifications_letter_once"
            ),
        )
        indexes = (models.Index(fields=("state", "due_at"), name="notifications_letters_due"),)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.mail} {self.slot}"


class Notification(models.Model):
    """That somebody is told of something. One row a person, kind and thing: what happens again renews it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="notifications")
    occasion = models.PositiveBigIntegerField(default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    in_bell = models.BooleanField(default=True)
    mail = models.CharField(max_length=8, choices=Mail.choices, default=Mail.NEVER)
    #: The letter that tells of it; it is in no other.
    letter = models.ForeignKey(
        Letter, null=True, on_delete=models.SET_NULL, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "kind", "thing"), name="notifications_told_once"
            ),
        )
        indexes = (
            models.Index(fields=("user", "-told_at"), name="notifications_of_user"),
            models.Index(
                fields=("user", "-told_at"),
                condition=Q(read_at__isnull=True, in_bell=True),
                name="notifications_unread",
            ),
            models.Index(
                fields=("mail", "told_at"),
                condition=Q(read_at__isnull=True, letter__isnull=True),
                name="notifications_to_mail",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.thing_id}"
