"""What the CMS's search needs on PostgreSQL: the index that Wagtail's model speaks of, and words without accents."""

from django.db import migrations

INDEX = "core_admin_search_title_body"
CONFIGURATIONS = {
    "corridor_admin_stems": ("english", "english_stem"),
    "corridor_admin_words": ("simple", "simple"),
}


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    # As Wagtail writes it in its queries: any other order would not be used.
    schema_editor.execute(
        f"CREATE INDEX {INDEX} ON wagtailsearch_indexentry USING gin ((title || body))"
    )
    for name, (like, dictionary) in CONFIGURATIONS.items():
        schema_editor.execute(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{like})")
        schema_editor.execute(
            f"ALTER TEXT SEARCH CONFIGURATION {name}"
            f" ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {dictionary}"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in CONFIGURATIONS:
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION {name}")
    schema_editor.execute(f"DROP INDEX {INDEX}")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_document_text_states"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(make, drop)]
