"""Keeping the index up to date while the site runs: for the worker, which must not wait for what is away."""

import logging
import time
from collections.abc import Callable

from elasticsearch import ApiError, TransportError

from search.elastic.build import BuildError, build, needs_building, tidy
from search.elastic.client import is_set_up, sending
from search.elastic.sync import sync
from search.models import Entry, Index

log = logging.getLogger(__name__)
#: Seconds for which Elasticsearch is left alone after it has failed, and that it has to say that it is there.
LEFT_ALONE = 10
HELLO = 2


class Upkeep:
    """Does what is to be done, unless Elasticsearch failed a moment ago; says once that it is away, and is back."""

    def __init__(self) -> None:
        self.again_at = 0.0
        self.is_away = False

    def do(self, work: Callable[[], object]) -> None:
        """Do it, and bear that Elasticsearch is away."""
        if time.monotonic() < self.again_at:
            return
        try:
            sending().options(request_timeout=HELLO, max_retries=0).info()
            work()
        except (ApiError, TransportError, RuntimeError) as error:
            self.again_at = time.monotonic() + LEFT_ALONE
            if not self.is_away:
                log.error(  # noqa: TRY400 - the client's own trace says nothing
                    "Elasticsearch cannot be kept up to date: %s. What changes is sent later.",
                    error,
                )
            self.is_away = True
        else:
            if self.is_away:
                log.info("Elasticsearch is kept up to date again.")
            self.again_at, self.is_away = 0.0, False


_upkeep = Upkeep()


def send_what_changed() -> None:
    """Send what is unsent, if there is anything. Costs one small query where there is not."""
    if is_set_up() and Entry.objects.longest_unsent(1) and Index.objects.told().exists():
        _upkeep.do(sync)


def look_after() -> None:
    """Build the first index, or a new one where it is gone or of an old shape; remove what dead builds have left."""
    if is_set_up():
        _upkeep.do(_look_after)


def _look_after() -> None:
    tidy()
    if needs_building() and not Index.objects.building().exists():
        try:
            log.info("%s is built, and answers searches.", build(log.info))
        except BuildError:
            log.exception("No index could be built.")
