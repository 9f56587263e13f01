"""Who somebody is, by the name and the password they typed."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q
from django.http import HttpRequest

from accounts.closing import find_open
from accounts.lockout import is_spent, key, keys_of
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
        """The account with that name and password, if it may sign in; else None.

        An account whose guesses are used up under its names together answers as to a wrong password,
        whatever was typed: that it is locked would tell that the two names belong together.
        """
        spent = False
        if username is not None:
            account = self._account(username.strip())
            keys = keys_of(account) if account else {key(username)}
            spent = request is not None and is_spent(request, keys)
            username = account.username if account else username.strip()
        user = super().authenticate(request, username=username, password=password, **kwargs)
        return None if spent else user

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether an account may sign in: it is switched on, and nothing else closes it."""
        return super().user_can_authenticate(user) and find_open(user.pk) is not None

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is; nobody's once the account is closed. One query, as in Django."""
        user = find_open(user_id)
        return user if user is not None and super().user_can_authenticate(user) else None

    @staticmethod
    def _account(name: str) -> User | None:
        """The account that `name` means, if it means one."""
        means = Q(username__iexact=name)
        if "@" in name:
            means |= Q(email__iexact=name)
        found = list(User.objects.filter(means).only("username", "email"))
        exact = [user for user in found if user.username == name]
        return (exact or found)[0] if exact or len(found) == 1 else None
