"""Keeping away from an Elasticsearch that fails: one failure is enough, and one search tries it again later.

`pybreaker` keeps the state. It would hold its lock while it calls, so that one slow search kept all others
waiting: searches are made outside of it, and it is told how they went.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pybreaker

from search.engines.base import EngineAwayError

T = TypeVar("T")
log = logging.getLogger(__name__)
#: Seconds after which a search tries whether it is back.
KEPT_AWAY = 30


class Alarm(pybreaker.CircuitBreakerListener):
    """Tells operators once that Elasticsearch is away, and once that it is back."""

    def __init__(self) -> None:
        self.is_raised = False

    def failure(self, _breaker: Any, exc: BaseException) -> None:
        """Say what went wrong, when that is news."""
        if not self.is_raised:
            self.is_raised = True
            log.error(
                "Elasticsearch fails, so the database answers searches: %s: %s",
                type(exc).__name__,
                exc,
            )

    def state_change(self, _breaker: Any, _old: Any, new: Any) -> None:
        """Say that it is over."""
        if new.name == pybreaker.STATE_CLOSED and self.is_raised:
            self.is_raised = False
            log.info("Elasticsearch answers searches again.")


breaker = pybreaker.CircuitBreaker(
    fail_max=1, reset_timeout=KEPT_AWAY, listeners=[Alarm()], name="Elasticsearch"
)
_trying = threading.Lock()


def guarded(ask: Callable[[], T]) -> T:
    """What `ask` answers. EngineAwayError where it fails, or has failed lately and is not asked."""
    if not _may_try():
        raise EngineAwayError("It failed lately.")
    try:
        answer = ask()
    except Exception as error:
        with suppress(Exception):
            breaker.call(_fail, error)
        raise EngineAwayError(f"{type(error).__name__}: {error}") from error
    except BaseException:  # we are stopped: whoever comes next may try
        breaker.open()
        raise
    if breaker.current_state == pybreaker.STATE_HALF_OPEN:
        with suppress(pybreaker.CircuitBreakerError):
            breaker.call(bool)
    return answer


def is_open() -> bool:
    """Whether searches keep away from it."""
    return bool(breaker.current_state != pybreaker.STATE_CLOSED)


def _may_try() -> bool:
    """Whether it has not failed, or so long ago that this search is the one to try again."""
    if breaker.current_state == pybreaker.STATE_CLOSED:
        return True
    with _trying:
        if breaker.current_state != pybreaker.STATE_OPEN:
            return bool(breaker.current_state == pybreaker.STATE_CLOSED)
        since = breaker._state_storage.opened_at
        if since and datetime.now(UTC) < since + timedelta(seconds=breaker.reset_timeout):
            return False
        breaker.half_open()
        return True


def _fail(error: Exception) -> None:
    raise error
