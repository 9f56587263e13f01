"""Make the wall of everybody."""

from typing import Any

from django.db import migrations

from access.rules import ANYBODY, digest_of, write


def make_wall(apps: Any, schema_editor: Any) -> None:
    """One wall that whoever is signed in reads."""
    text = write(ANYBODY)
    rules = apps.get_model("access", "Rule").objects
    rule, _is_new = rules.get_or_create(digest=digest_of(text), defaults={"requirement": text})
    apps.get_model("wall", "Wall").objects.get_or_create(
        kind="everybody", defaults={"slug": "everybody", "rule": rule}
    )


class Migration(migrations.Migration):
    """Walls for departments and teams are made when they are first needed."""

    dependencies = [("wall", "0001_walls")]

    operations = [migrations.RunPython(make_wall, migrations.RunPython.noop)]
