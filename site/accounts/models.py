"""The account a person signs in with; their profile is another matter (`people`). And how to get one."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from accounts.querysets import InvitationQuerySet

#: How long the link of an invitation works.
INVITATION_LASTS = timedelta(days=7)


class User(AbstractUser):
    """An account. Two accounts never share an e-mail address, whatever its case."""

    class Meta(AbstractUser.Meta):
        abstract = False
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="accounts_user_email_unique",
                violation_error_message="Another account has this e-mail address.",
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Invitation(models.Model):
    """An address that was sent a link to make an account. One row an address: a new link ends the old.

    The token in the link is kept nowhere, so who reads the database can accept nothing.
    """

    email = models.EmailField("address", unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations_sent"
    )
    created_at = models.DateTimeField("invited", db_index=True)
    expires_at = models.DateTimeField("link works until")
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations_accepted"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        default_permissions = ()

    def __str__(self) -> str:
        return self.email


class FeedKey(models.Model):
    """What a person's private feed addresses are made of. One row a person: renewing ends the old addresses.

    The secret in the addresses is derived from this row with the site's own secret (`accounts.feed_keys`), so that
    they can be shown again, and who reads the database alone can open nothing.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_key", editable=False
    )
    handle = models.CharField(max_length=22, unique=True, editable=False)
    made_at = models.DateTimeField("made")

    class Meta:
        verbose_name = "feed key"
        verbose_name_plural = "feed keys"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.made_at:%-d %B %Y}"
