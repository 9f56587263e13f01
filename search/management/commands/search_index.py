"""Build what search looks into, keep it up to date, and check that it agrees with the site."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management import BaseCommand, CommandError
from elasticsearch import ApiError, TransportError

from search.choice import database_engine, names
from search.elastic.build import BuildError, build
from search.elastic.check import check_entries, check_indices, repair_entries, repair_index
from search.elastic.comparing import Difference
from search.elastic.sync import sync
from search.engines.elastic import ElasticEngine
from search.models import Entry, Index
from search.whole import rewrite

WRONG_USE = 2
ELASTIC = ElasticEngine.name


class Command(BaseCommand):
    """`manage.py search_index build|sync|check`."""

    help = (
        "build: make a new index and let it answer; for the database's own engine, write all entries anew. "
        "sync: send what has changed. check: compare things, entries and index; with --repair, mend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is to be done, and to which engine."""
        parser.add_argument("action", choices=["build", "sync", "check"])
        parser.add_argument("--engine", default="", help="sqlite, postgresql or elasticsearch")
        parser.add_argument("--repair", action="store_true", help="with check: mend what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. 1 where it could not be done, or something differs; 2 for wrong use."""
        action, engine = options["action"], options["engine"] or names()[-1]
        if options["repair"] and action != "check":
            raise CommandError("--repair goes with check.", returncode=WRONG_USE)
        if engine == ELASTIC and ELASTIC not in names():
            raise CommandError("ELASTICSEARCH_URL is not set.", returncode=WRONG_USE)
        if engine not in names():
            here = ", ".join(names())
            raise CommandError(
                f"There is no engine “{engine}” here, only: {here}.", returncode=WRONG_USE
            )
        try:
            self._do(action, is_elastic=engine == ELASTIC, repair=options["repair"])
        except (ApiError, TransportError, BuildError, RuntimeError) as error:
            raise CommandError(str(error)) from error

    def _do(self, action: str, *, is_elastic: bool, repair: bool) -> None:
        if action == "build":
            self._build(is_elastic=is_elastic)
        elif action == "sync":
            self._sync(is_elastic=is_elastic)
        else:
            self._check(is_elastic=is_elastic, repair=repair)

    def _build(self, *, is_elastic: bool) -> None:
        if is_elastic:
            self.say(f"{build(self.say)} answers searches.")
        else:
            rewrite(self.say)

    def _sync(self, *, is_elastic: bool) -> None:
        if not is_elastic:
            self.say(f"Nothing to send: {database_engine().name} searches the entries themselves.")
            return
        if not Index.objects.told().exists():
            raise CommandError("Elasticsearch has no index yet: manage.py search_index build.")
        self.say(f"{sync():,} changes are sent.")
        left = Entry.objects.unsent().count()
        if left:
            raise CommandError(f"{left:,} could not be sent: see the log.")

    def _check(self, *, is_elastic: bool, repair: bool) -> None:
        stale = self._show(check_entries())
        if repair and stale:
            repair_entries(stale)
            stale = self._show(check_entries())
        wrong = self._compare(repair=repair) if is_elastic else 0
        if stale or wrong:
            hint = "" if repair else " `search_index check --repair` mends them."
            raise CommandError(f"{len(stale) + wrong:,} differences.{hint}")
        self.say(f"{Entry.objects.filter(live=True).count():,} entries agree.")

    def _compare(self, *, repair: bool) -> int:
        """How many differences there are between the table and the index that answers, in the end."""
        live = Index.objects.live().first()
        if live is None:
            raise CommandError("Elasticsearch has no index yet: manage.py search_index build.")
        found = self._show(check_indices(live.name))
        if repair and found:
            repair_index(live.name, found)
            found = self._show(check_indices(live.name))
        return len(found)

    def _show(self, found: Iterable[Difference]) -> list[Difference]:
        shown = []
        for one in found:
            self.say(str(one))
            shown.append(one)
        return shown

    def say(self, sentence: str) -> None:
        """Print a sentence, at once."""
        if sentence:
            self.stdout.write(sentence)
            self.stdout.flush()
