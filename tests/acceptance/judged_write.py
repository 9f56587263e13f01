"""Write judged sets of an agency's files, whose text stays out of this repository, into a folder.

    manage.py shell -c "from tests.acceptance import judged_write as w; w.handbook('DATA', 'FOLDER')"

`handbook` also writes the copy with its links cut; `staff` reads and adds to the database of `DATABASE_URL`;
`report` says what was missed.
"""

from collections.abc import Iterable
from pathlib import Path

from search.judged_files import Judged, read
from search.judging import judge
from search.management.commands.judge import table
from tests.acceptance import judged_handbook, judged_staff, source
from tests.acceptance.judged_words import keyword_queries, old_address_queries, shared_queries

WORST = 25
HEAD = ("query", "place", "answer", "came first")
LINE = "| {} | {} | {} | {} |\n"
WORDS = (keyword_queries, shared_queries, old_address_queries)


def handbook(data: str | Path, folder: str | Path) -> None:
    """`handbook.tsv` and `handbook-cut/`."""
    tree, out = Path(data) / "handbook", Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    files = source.read(tree)
    links = judged_handbook.link_queries(files).judged()
    words = [make(files) for make in WORDS]
    write(out / "handbook.tsv", [*links, *(one for queries in words for one in queries)])
    count = judged_handbook.cut(tree, out / "handbook-cut")
    print(f"{len(links)} link texts of {count} links, which are cut in {out / 'handbook-cut'}")


def staff(data: str | Path, out: str | Path, many: int = judged_staff.MANY) -> None:
    """Queries for so many of a set, after adding the people whom the file does not have."""
    rows = judged_staff.read(Path(data) / "people" / "staff.csv")
    judged_staff.add_people(rows)
    write(Path(out), judged_staff.Staff(rows, many).judged())


def report(judged: str | Path, at: str, out: str | Path, engine: str = "") -> None:
    """Judge a file and write the scores, and what was missed worst with what came first instead."""
    judgement = judge(read(Path(judged), at).queries, engine=engine)
    parts = [f"## {Path(judged).stem}\n\n```\n{table(judgement.by_set())}\n```\n"]
    for name in judgement.by_set():
        missed = [one for one in judgement.answers if one.judged.set_name == name and one.rank != 1]
        missed.sort(key=lambda one: (one.rank == 0, one.rank), reverse=True)
        parts.append(f"\n### {name}: {len(missed)} not first\n\n{LINE.format(*HEAD)}")
        parts.append(LINE.format(*("---" for _ in HEAD)))
        for one in missed[:WORST]:
            first = one.found[0] if one.found else "nothing"
            answers = ", ".join(one.judged.answers[:2])
            parts.append(LINE.format(one.judged.query, one.rank or "–", answers, first))
    Path(out).write_text("".join(parts), "utf-8")


def write(path: Path, queries: Iterable[Judged]) -> None:
    """Write judged queries as `manage.py judge` reads them."""
    lines = (
        "\t".join((one.set_name, one.query, " ".join(f"/{answer}/" for answer in one.answers)))
        for one in queries
    )
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
