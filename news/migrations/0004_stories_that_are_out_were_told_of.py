"""Stories that have come out are not news again when they are next published."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def note(apps: Any, _schema_editor: Any) -> None:
    """Note each story that has been published."""
    story, told = (apps.get_model("news", name) for name in ("NewsPage", "StoryTold"))
    out = story.objects.filter(first_published_at__isnull=False)
    told.objects.bulk_create(
        (told(story_id=number, at=timezone.now()) for number in out.values_list("pk", flat=True)),
        batch_size=500,
    )


class Migration(migrations.Migration):
    """Run once."""

    dependencies = [("news", "0003_series_embargoes_corrections_pins_and_alerts")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
