"""What every app stands on."""

from django.apps import AppConfig
from django.urls import register_converter


class CoreConfig(AppConfig):
    """Base page, shared blocks, images, documents, topics and the small parts."""

    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Listen for what makes cached menus and bodies stale, and for what is published in the bin.

        Documents are read for search. Pages and documents change owner when people leave.
        """
        from core import jobs, owners, registry, signals
        from core.converters import NumberConverter
        from core.extraction import handlers as reading
        from core.found import documents, pages
        from core.found import signals as found_signals
        from core.trash import handlers

        register_converter(NumberConverter, "number")
        jobs.register()
        signals.connect()
        handlers.connect()
        found_signals.connect()
        registry.findables.add(pages.NAME, pages.Pages(), order=10)
        registry.findables.add(documents.NAME, documents.Documents(), order=20)
        reading.connect()
        registry.handing_on.add("pages", owners.hand_on, order=10)
        registry.handing_on.add("documents", owners.hand_on_documents, order=20)
        registry.erasure.add("pages", owners.disown, order=10)
