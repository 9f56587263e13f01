"""Let every home page, and each of its drafts, show as sections what it showed before."""

import json
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, JSONField
from django.db.models.functions import Cast

#: What stood on every home page until now, and how much of it.
BEFORE: list[dict[str, Any]] = [
    {"type": "to_do", "value": {"heading": "", "number": 5, "place": "wide"}},
    {"type": "news", "value": {"heading": "", "number": 6, "place": "wide"}},
    {"type": "departments", "value": {"heading": "", "place": "wide"}},
]


def sections_for(body: list[Any]) -> list[dict[str, Any]]:
    """The sections that show what a home page with this body showed."""
    words = {"type": "words", "value": {"content": body, "place": "wide"}}
    return [*BEFORE, words] if body else list(BEFORE)


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the sections of pages, and of what is kept of their history."""
    HomePage = apps.get_model("home", "HomePage")
    Revision = apps.get_model("wagtailcore", "Revision")

    for page in HomePage.objects.annotate(stored=Cast(F("body"), JSONField())):
        HomePage.objects.filter(pk=page.pk).update(sections=sections_for(page.stored or []))
    ours = {"content_type__app_label": "home", "content_type__model": "homepage"}
    for revision in Revision.objects.filter(**ours):
        body = json.loads(revision.content.pop("body", None) or "[]")
        revision.content["sections"] = json.dumps(sections_for(body))
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_sections_and_own_links"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
