"""Notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """What people follow, what they are told of, and how: the bell, and mail as they choose."""

    name = "notifications"
    verbose_name = "Notifications"
