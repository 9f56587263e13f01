"""Index the addresses by which the home page finds every other page.

Wagtail keeps `url_path` without an index. On PostgreSQL a hash index, since a deep address is
longer than a B-tree's entry may be.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "corridor_page_url_path"


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the index, of the kind that the database is best at."""
    using = "USING hash " if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {NAME} ON wagtailcore_page {using}(url_path)")


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away."""
    schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_home_page"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(make, drop)]
