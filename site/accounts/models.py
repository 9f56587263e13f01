"""The account a person signs in with; their profile is another matter (`people`)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


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
