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
POSTGRES = (
    "ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE EXTERNAL",
    # The planner takes the vectors of a table for as cheap to read as its short columns, so for a common word it
    # would read them all. The index knows which match: a search is planned within these settings, and nothing else is.
    """CREATE FUNCTION search_by_the_index(asked text)
        RETURNS TABLE (what text, value text, number double precision) LANGUAGE plpgsql
        SET enable_seqscan = off SET jit = off SET work_mem = '32MB'
        AS $$ BEGIN RETURN QUERY EXECUTE asked; END $$""",
)
POSTGRES_BACK = (
    "DROP FUNCTION search_by_the_index",
    "ALTER TABLE search_entry ALTER COLUMN vector SET STORAGE EXTENDED",
)


def forwards(apps, editor):
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else [SQLITE]:
        editor.execute(statement, params=None)


def backwards(apps, editor):
    for statement in POSTGRES_BACK if editor.connection.vendor == "postgresql" else [SQLITE_BACK]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [migrations.RunPython(forwards, backwards)]
