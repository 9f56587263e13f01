"""Bringing content in and taking it out."""

from django.apps import AppConfig

from core import registry


class TransferConfig(AppConfig):
    """Importers and exporters."""

    name = "transfer"
    verbose_name = "Transfer"

    def ready(self) -> None:
        """Say what else is forgotten when a person is erased."""
        from transfer.staff.erasing import forget_person

        registry.erasure.add("staff file", forget_person)
