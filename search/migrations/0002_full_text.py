"""The full-text indexes: FTS5 kept by triggers on SQLite, a generated tsvector on PostgreSQL."""

from django.db import migrations

COLUMNS = ("title", "names", "headings", "summary", "words", "anchors", "exact", "address", "trail", "body")
NAMES = ", ".join(COLUMNS)
OLD, NEW = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("old", "new"))

SQLITE = (
    f"""CREATE VIRTUAL TABLE search_entry_fts USING fts5({NAMES}, content='search_entry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3 4')""",
    f"""CREATE TRIGGER search_entry_made AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_entry_fts(rowid, {NAMES}) VALUES (new.id, {NEW}); END""",
    f"""CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_entry_fts(search_entry_fts, rowid, {NAMES}) VALUES ('delete', old.id, {OLD}); END""",
    f"""CREATE TRIGGER search_entry_changed AFTER UPDATE OF {NAMES} ON search_entry BEGIN
        INSERT INTO search_entry_fts(search_entry_fts, rowid, {NAMES}) VALUES ('delete', old.id, {OLD});
        INSERT INTO search_entry_fts(rowid, {NAMES}) VALUES (new.id, {NEW}); END""",
    f"INSERT INTO search_entry_fts(search_entry_fts) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_gone",
    "DROP TRIGGER search_entry_made",
    "DROP TABLE search_entry_fts",
)

# PostgreSQL's parser takes "pay/leave" for a file, "a.b" for a host, "-19" for a number and <i> for a tag, each one
# word. Queries are taken apart at all of these, so texts are too.
APART = "/._@:=<>&~#%+?-"


def vector(config, label, **columns):
    """The words of some columns, of each at most so many letters: a tsvector holds a megabyte at most."""
    texts = " || ' ' || ".join(f"left({name}, {most})" for name, most in columns.items())
    return f"setweight(to_tsvector('{config}', translate({texts}, '{APART}', '{' ' * len(APART)}')), '{label}')"


# There are four labels only. So that names can be looked for alone, each is there a second time behind a mark.
NAMES_ALONE = f"""setweight(to_tsvector('corridor',
    regexp_replace(translate(left(names, 2000), '{APART}', '{' ' * len(APART)}'), '([^ \n]+)', 'qzname\\1', 'g')), 'A')"""
WEIGHTED = " || ".join((
    vector("corridor", "A", title=2_000, names=2_000),
    NAMES_ALONE,
    vector("corridor", "B", headings=20_000, words=5_000, anchors=20_000),
    vector("corridor", "C", summary=5_000, address=2_000, trail=5_000),
    vector("corridor", "D", body=200_000),
))
POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE TEXT SEARCH CONFIGURATION corridor (COPY = english)",
    "CREATE TEXT SEARCH DICTIONARY corridor_stem (TEMPLATE = snowball, language = english)",
    """ALTER TEXT SEARCH CONFIGURATION corridor ALTER MAPPING FOR
        asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, corridor_stem""",
    "CREATE TEXT SEARCH CONFIGURATION corridor_plain (COPY = simple)",
    """ALTER TEXT SEARCH CONFIGURATION corridor_plain ALTER MAPPING FOR
        asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, simple""",
    # Names and titles as they are written: what is typed is compared with their beginnings.
    "ALTER TABLE search_entry ADD COLUMN begun tsvector GENERATED ALWAYS AS"
    f" ({vector('corridor_plain', 'A', title=2_000, names=2_000)}) STORED",
    "CREATE INDEX search_entry_begun ON search_entry USING gin (begun)",
    f"ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS ({WEIGHTED}) STORED",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
    """ALTER TABLE search_entry ADD COLUMN terms text[]
        GENERATED ALWAYS AS (string_to_array(exact, E'\\n')) STORED""",
    "CREATE INDEX search_entry_terms ON search_entry USING gin (terms)",
)
POSTGRES_BACK = (
    "ALTER TABLE search_entry DROP COLUMN terms",
    "ALTER TABLE search_entry DROP COLUMN vector",
    "ALTER TABLE search_entry DROP COLUMN begun",
    "DROP TEXT SEARCH CONFIGURATION corridor_plain",
    "DROP TEXT SEARCH CONFIGURATION corridor",
    "DROP TEXT SEARCH DICTIONARY corridor_stem",
)


def forwards(apps, editor):
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


def backwards(apps, editor):
    for statement in POSTGRES_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries_and_desk")]

    operations = [migrations.RunPython(forwards, backwards)]
