"""Notifications."""

from django.apps import AppConfig
from wagtail.admin.apps import WagtailAdminAppConfig

from core import registry


class NotificationsConfig(AppConfig):
    """What people follow, what they are told of, and how: the bell, and mail as they choose."""

    name = "notifications"
    verbose_name = "Notifications"
    default = True

    def ready(self) -> None:
        """Take what apps tell, and name what is told of and followed here."""
        from notifications import (
            approvals,
            bell,
            buttons,
            changes,
            erasing,
            jobs,
            pages,
            readiness,
            telling,
        )

        approvals.register()
        bell.register()
        buttons.register()
        changes.register()
        erasing.register()
        jobs.register()
        readiness.register()
        registry.notice_takers.add("notifications", telling.take)
        registry.notice_changes.add("notifications", telling.look_again)
        registry.noticeables.add(pages.PAGE, pages.Pages())
        registry.followables.add(pages.PAGE, pages.Pages(), order=40)
        registry.followables.add(pages.DEPARTMENT, pages.Departments(), order=10)
        registry.followables.add(pages.TOPIC, pages.Topics(), order=20)


class AdminConfig(WagtailAdminAppConfig):
    """The CMS, which leaves it to us to tell who may approve something: once, and as they chose."""

    default = False

    def ready(self) -> None:
        """Connect what Wagtail connects, but its mail of a step that waits."""
        super().ready()
        from wagtail.models import TaskState
        from wagtail.signals import task_submitted

        from notifications.approvals import WAGTAILS_MAIL

        task_submitted.disconnect(sender=TaskState, dispatch_uid=WAGTAILS_MAIL)
