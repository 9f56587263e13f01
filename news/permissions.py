"""Who keeps what news is made with."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.models import User
from accounts.roles import ENTER_ADMIN
from core.trash.place import in_bin_q
from news.models import NewsIndexPage
from news.roles import main_list


def keeps_news(user: Any) -> bool:
    """Whether `user` keeps alerts, series and story templates: those who publish the site's main news list.

    Until there is one, those who publish everything. Asked once for each request's user object.
    """
    if not user.is_active or not user.has_perm(ENTER_ADMIN):
        return False
    if "_keeps_news" not in user.__dict__:
        news = main_list() or Page.get_first_root_node()
        user.__dict__["_keeps_news"] = bool(news.permissions_for_user(user).can_publish())
    return bool(user.__dict__["_keeps_news"])


def may_add_story(user: Any, news: NewsIndexPage) -> bool:
    """Whether `user` may add stories to a news list."""
    return bool(news.permissions_for_user(user).can_add_subpage())


def lists_to_add_to(user: Any) -> QuerySet[Any]:
    """The news lists that `user` may add stories to."""
    policy = PagePermissionPolicy(Page)
    mine = policy.instances_user_has_any_permission_for(user, {"add"})
    return NewsIndexPage.objects.filter(pk__in=mine.order_by().values("pk")).exclude(in_bin_q())


class NewsKeepers(ModelPermissionPolicy):
    """For alerts, series and story templates: a right that follows from the right to publish the news.

    So the groups that publish news keep them without a right of their own, the groups that were there
    before included, and remain groups that a people admin may put others into.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether `user` keeps the news, or was given the right itself."""
        return keeps_news(user) or bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """The same for several."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        """Those who have it; asked for filters in the CMS alone."""
        able = [user.pk for user in User.objects.filter(is_active=True) if keeps_news(user)]
        given = super().users_with_any_permission(actions)
        return User.objects.filter(pk__in=able) | given
