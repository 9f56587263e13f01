"""The story that an editor chose to lead is pinned to the home page from now on."""

from typing import Any

from django.db import migrations


def pin(apps: Any, _schema_editor: Any) -> None:
    """Pin each home page's lead story; there is one home page."""
    home, pinned = apps.get_model("home", "HomePage"), apps.get_model("news", "PinnedStory")
    for page in home.objects.filter(lead_story__isnull=False).order_by("pk")[:1]:
        pinned.objects.get_or_create(place=None, is_lead=True, defaults={"story_id": page.lead_story_id})


class Migration(migrations.Migration):
    """Run once. Going back leaves the field as it was: nothing has touched it."""

    dependencies = [
        ("home", "0004_page_owner"),
        ("news", "0003_series_embargoes_corrections_pins_and_alerts"),
    ]

    operations = [migrations.RunPython(pin, migrations.RunPython.noop)]
