"""Invitations, and the links in them."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.models import INVITATION_LASTS, Invitation
from accounts.querysets import digest_of


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation, whose link has `token`. Traits: `unsent`, `expired`, `withdrawn`, `accepted`."""

    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    token = factory.Sequence(lambda n: f"token-of-a-test-{n}")
    digest = factory.LazyAttribute(lambda invitation: digest_of(invitation.token))
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda invitation: invitation.created_at + INVITATION_LASTS)
    sent_at = factory.SelfAttribute("created_at")

    class Meta:
        model = Invitation
        exclude = ("token",)

    class Params:
        unsent = factory.Trait(sent_at=None)
        expired = factory.Trait(
            created_at=factory.LazyFunction(
                lambda: timezone.now() - INVITATION_LASTS - timedelta(seconds=1)
            )
        )
        withdrawn = factory.Trait(withdrawn_at=factory.SelfAttribute("created_at"))
        accepted = factory.Trait(accepted_at=factory.SelfAttribute("created_at"))


def link(token: str) -> str:
    """The address in the mail, without the host."""
    return f"/accounts/invitation/{token}/"
