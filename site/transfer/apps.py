"""Bringing content in and taking it out."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Importers and exporters."""

    name = "transfer"
    verbose_name = "Transfer"
