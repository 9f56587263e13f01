"""What people listen to."""

from typing import Any

from django.contrib.auth import get_user_model

from accounts.signals import address_verified
from people.services.accounts import link_by_address


def address_was_verified(sender: Any, user: Any, email: str, **_kwargs: Any) -> None:
    """Somebody has shown that an address is theirs: the profile with that address is theirs too."""
    link_by_address(user, email)


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    address_verified.connect(
        address_was_verified, sender=get_user_model(), dispatch_uid="people-address-verified"
    )
