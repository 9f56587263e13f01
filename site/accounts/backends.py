"""Who somebody is, by the name and the password they typed."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from accounts.models import User


class UsernameOrEmailBackend(ModelBackend):
    """Takes a username or an e-mail address, in whatever case a phone made of it.

    A username as it is written comes first; otherwise the name must mean one account only.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The account with that name and password, if it may sign in; else None."""
        if username is not None:
            username = self._username(username.strip())
        return super().authenticate(request, username=username, password=password, **kwargs)

    @staticmethod
    def _username(name: str) -> str:
        """The username that `name` means, or `name` itself, which then fails as any wrong one."""
        means = Q(username__iexact=name)
        if "@" in name:
            means |= Q(email__iexact=name)
        found = list(User.objects.filter(means).values_list("username", flat=True)[:2])
        if name in found or len(found) != 1:
            return name
        return found[0]
