"""The links of a letter: to the site, and the one that ends letters, which works without signing in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User

#: Nothing else that we sign can be taken for it.
_signer = Signer(sep=".", salt="notifications.unsubscribe")


def absolute(address: str) -> str:
    """An address of this site as a mail needs it."""
    return f"{settings.BASE_URL}{address}" if address.startswith("/") else address


def unsubscribe_address(user: User) -> str:
    """Where somebody's letters are ended, by whoever has the link. It does not run out: mails are kept for years."""
    return absolute(reverse("notifications:unsubscribe", args=[_signer.sign(str(user.pk))]))


def whose(token: str) -> User | None:
    """Whose letters a token ends; nobody's if it was not signed here or the account is gone."""
    try:
        number = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return User.objects.filter(pk=number, is_active=True).first()
