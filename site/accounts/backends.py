"""Who somebody is, by the name and the password they typed."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from accounts.along import bring_along, wanted
from accounts.closing import find_open
from accounts.lockout import is_spent, key, keys_of
from accounts.models import User
from accounts.roles import ENTER_ADMIN

#: Every page asks this of whoever reads it, so it comes along with the account of a session.
ENTERS_ADMIN = "enters_admin"
#: Permissions that come along with the account of a session, and under which names.
_come_along: dict[str, str] = {}


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
        user = find_open(user_id, wanted())
        return user if user is not None and super().user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether an account has a permission. Those that come along are known of who is signed in."""
        name = _come_along.get(perm, "")
        if name and obj is None and _is_plain(user_obj) and hasattr(user_obj, name):
            return bool(getattr(user_obj, name))
        return super().has_perm(user_obj, perm, obj=obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """An account's permissions with those of its groups, in one query where Django takes two."""
        if _is_plain(user_obj) and obj is None and not hasattr(user_obj, "_perm_cache"):
            found = _permissions(user_obj.pk)
            names = found.order_by().values_list("content_type__app_label", "codename").distinct()
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in names}
        return super().get_all_permissions(user_obj, obj=obj)

    @staticmethod
    def _account(name: str) -> User | None:
        """The account that `name` means, if it means one."""
        means = Q(username__iexact=name)
        if "@" in name:
            means |= Q(email__iexact=name)
        found = list(User.objects.filter(means).only("username", "email"))
        exact = [user for user in found if user.username == name]
        return (exact or found)[0] if exact or len(found) == 1 else None


def bring_right_along(permission: str, name: str) -> None:
    """Let an account of a session know, under a name, whether it was given a permission. Called once."""
    app, _, codename = permission.partition(".")

    def given() -> Exists:
        rights = _permissions(OuterRef(OuterRef("pk")))
        return Exists(rights.filter(content_type__app_label=app, codename=codename))

    _come_along[permission] = name
    bring_along(name, given)


def _is_plain(account: Any) -> bool:
    """Whether an account's permissions are those that it and its groups were given."""
    return bool(account.is_active and not account.is_anonymous and not account.is_superuser)


def _permissions(account: Any) -> QuerySet[Permission]:
    """What an account and its groups were given; `account` is its id, or a reference to it."""
    own = User.user_permissions.through.objects.filter(user=account)
    groups = User.groups.through.objects.filter(user=account).values("group_id")
    return Permission.objects.filter(Q(pk__in=own.values("permission_id")) | Q(group__in=groups))


bring_right_along(ENTER_ADMIN, ENTERS_ADMIN)
