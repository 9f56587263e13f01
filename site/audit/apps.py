"""The change log: who changed what, when, and from what to what."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Stands above core, below everything that is changed."""

    name = "audit"
    verbose_name = "Change log"
