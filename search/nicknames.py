"""What people are called besides their given names: Liz is an Elizabeth, perhaps."""

from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "nicknames.txt"


def names_like(word: str) -> tuple[str, ...]:
    """The other names of somebody who is called so, in alphabetical order; none for a word that is no name."""
    return _table().get(word, ())


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    """Each name of the list, and those that stand with it."""
    found: dict[str, set[str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, *forms = line.split()
        found.setdefault(name, set()).update(forms)
        for form in forms:
            found.setdefault(form, set()).add(name)
            found[form].update(other for other in forms if other != form)
    return {name: tuple(sorted(others - {name})) for name, others in found.items()}
