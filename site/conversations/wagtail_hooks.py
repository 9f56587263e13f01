"""What conversations add to the CMS: the moderators' queue."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from conversations.cms import queue, said
from conversations.pages import CLOSED, OPENED
from conversations.permissions import may_moderate


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern]:
    """The queue, one thing in it, and one person."""
    return [
        path("moderation/", queue.reports, name="conversations_queue"),
        path("moderation/hidden/", queue.hidden, name="conversations_hidden"),
        path("moderation/people/", queue.people, name="conversations_people"),
        path("moderation/log/", queue.log, name="conversations_log"),
        path("moderation/people/<number:number>/", said.person, name="conversations_person"),
        path(
            "moderation/<slug:kind>/<number:number>/", said.moderate, name="conversations_moderate"
        ),
    ]


class ModerationMenuItem(MenuItem):
    """Shown to moderators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the reader is one."""
        return may_moderate(request.user)


@hooks.register("register_admin_menu_item")
def moderation_menu_item() -> MenuItem:
    """The way to the queue."""
    return ModerationMenuItem(
        "Moderation",
        reverse("conversations_queue"),
        name="moderation",
        icon_name="comment",
        order=440,
    )


@hooks.register("register_permissions")
def moderation_permissions() -> QuerySet[Permission]:
    """The right to moderate, for the form of groups."""
    return Permission.objects.filter(content_type__app_label="conversations", codename="moderate")


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    """What a page's history says of its conversation."""
    actions.register_action(CLOSED, "Close the conversation", "The conversation was closed")
    actions.register_action(OPENED, "Open the conversation", "The conversation was opened")
