"""What is read of every match is made quick to read: on SQLite a short copy of it, on PostgreSQL vectors as they are.

To read a row's short columns beside its texts takes SQLite twice as long, and to unpack each match's vector
takes PostgreSQL half as long again; they hardly get smaller by it.
"""

from django.db import migrations

#: The engine names it: the columns that it reads, led by the one that a match is joined by.
SQLITE = (
    "CREATE INDEX search_entry_counted ON search_entry"
    " (id, live, rule_id, live_until, kind, department, topics, year)"
)
SQLITE_BACK = "DROP INDEX search_entry_counted"
POSTGRES = "ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE EXTERNAL"
POSTGRES_BACK = "ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE EXTENDED"


def forwards(apps, editor):
    editor.execute(POSTGRES if editor.connection.vendor == "postgresql" else SQLITE)


def backwards(apps, editor):
    editor.execute(POSTGRES_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [migrations.RunPython(forwards, backwards)]
