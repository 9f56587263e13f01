"""Names made from names: titles from files, people from accounts."""

import re

from transfer.markdown.source import one_line

_ACCOUNT = re.compile(r"^[a-z]+(?:[-.][a-z]+)*$")


def title_of(slug: str) -> str:
    """A title made from a file's or folder's name."""
    words = one_line(re.sub(r"[-_]+", " ", re.sub(r"^\d{4}-\d{2}-\d{2}-", "", slug)))
    return (words[:1].upper() + words[1:]) or "Untitled"


def name_of(account: str) -> str:
    """A person's name. Account names, all small letters, become names; the rest stays as it is."""
    if not _ACCOUNT.match(account):
        return account
    return " ".join(part.capitalize() for part in re.split(r"[-.]", account))
