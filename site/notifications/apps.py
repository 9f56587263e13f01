"""Notifications."""

from django.apps import AppConfig

from core import registry


class NotificationsConfig(AppConfig):
    """What people follow, what they are told of, and how: the bell, and mail as they choose."""

    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Take what apps tell, and name what is told of and followed here."""
        from notifications import bell, pages, telling

        bell.register()
        registry.notice_takers.add("notifications", telling.take)
        registry.notice_changes.add("notifications", telling.look_again)
        registry.noticeables.add(pages.PAGE, pages.Pages())
        registry.followables.add(pages.PAGE, pages.Pages(), order=40)
        registry.followables.add(pages.DEPARTMENT, pages.Departments(), order=10)
        registry.followables.add(pages.TOPIC, pages.Topics(), order=20)
