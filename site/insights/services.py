"""Writing the query log. A reader never notices: nothing here raises, and each is one query."""

import secrets

from django.utils import timezone

from core.folding import fold
from insights.models import SearchLog
from insights.patience import never_in_the_way
from insights.private import stored_comment, stored_query

LONGEST_QUERY, LONGEST_COMMENT, LONGEST_TOKEN = 100, 300, 32
LAST_RANK = 10_000
MOST = 2_000_000_000
A_SEARCH = "A search"
#: So many milliseconds a reader waits for another's write, where there is one writer at a time.
PATIENCE = 100


def note_search(text: str, total: int, kind: str, engine: str, rule: int | None = None) -> str:
    """Note that somebody searched, and answer the token by which to say what came of it.

    `rule` is the id of the rule of what was found: only who meets it is told. Empty when it could not be noted.
    """
    token = secrets.token_urlsafe(12)
    words = stored_query(_one_line(fold(text[:1000])))[:LONGEST_QUERY].strip()
    if not words:
        return ""
    row = SearchLog(
        token=token,
        query=words,
        kind=kind[:16],
        hour=timezone.now().replace(minute=0, second=0, microsecond=0),
        total=min(max(0, total), MOST),
        engine=engine[:20],
        rule_id=rule,
    )
    noted = False
    with never_in_the_way(A_SEARCH, PATIENCE):
        row.save(force_insert=True)
        noted = True
    return token if noted else ""


def note_click(token: str, rank: int, page: int | None = None) -> None:
    """Note which result was followed first, and which page that is, if it is one."""
    if _is_token(token) and 1 <= rank <= LAST_RANK:
        with never_in_the_way(A_SEARCH, PATIENCE):
            first = SearchLog.objects.filter(token=token, clicked_rank=None)
            first.update(clicked_rank=rank, clicked_page=page)


def note_answer(token: str, found: bool, comment: str = "") -> None:
    """Note what was answered to “Did you find it?”; a later answer counts, an empty comment keeps the one before."""
    if not _is_token(token):
        return
    said = stored_comment(_one_line(comment[:2000]))[:LONGEST_COMMENT].strip()
    with never_in_the_way(A_SEARCH, PATIENCE):
        told = SearchLog.objects.filter(token=token)
        if said:
            told.update(found=found, comment=said)
        else:
            told.update(found=found)


def forget_old() -> int:
    """Delete what is older than ninety days; how many."""
    deleted, _by_model = SearchLog.objects.too_old().delete()
    return deleted


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _is_token(token: str) -> bool:
    return 0 < len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable()
