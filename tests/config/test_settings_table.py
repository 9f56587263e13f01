"""docs/running/settings.md names every setting that is read from the environment."""

import re

from tests.needs import ROOT

READ = re.compile(r"""env\.\w+\(\s*"([A-Z_]+)"|os\.environ\.get\(["']([A-Z_]+)["']""")
FILES = (*(ROOT / "site/config/settings").glob("*.py"), ROOT / "gunicorn.conf.py")
TABLE = (ROOT / "docs/running/settings.md").read_text(encoding="utf-8")


def read_from_the_environment() -> set[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    return {first or second for first, second in READ.findall(text)}


def test_the_table_names_every_setting() -> None:
    assert len(read_from_the_environment()) > 20
    assert [name for name in read_from_the_environment() if f"`{name}" not in TABLE] == []


def test_the_table_names_no_other() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])}
    assert named - read_from_the_environment() == set()
