"""Search from a terminal."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management import BaseCommand, CommandError

from search import commanding
from search.asking import ask
from search.engines.base import EngineAwayError
from search.facets import kinds
from search.query import Filters, parse
from search.readers import request_of
from search.results import Results


class Command(BaseCommand):
    """`manage.py search QUERY [--as USERNAME] [--engine NAME] [--kind KIND] [--page N] [--json]`."""

    help = "Search as a signed-in person without groups would, or as somebody in particular."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What for."""
        parser.add_argument("query", help="the words; quote them")
        parser.add_argument("--kind", default="", help="only things of this kind: page, person, …")
        parser.add_argument("--page", type=int, default=1, help="which page of the results")
        commanding.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Search, and print what is found."""
        request = request_of(commanding.reader(options["username"]))
        if options["kind"] and options["kind"] not in kinds():
            known = ", ".join(sorted(kinds()))
            raise CommandError(f"There is no kind “{options['kind']}”: {known}.", returncode=2)
        query = parse(options["query"], Filters(kind=options["kind"]), options["page"])
        try:
            results = ask(request, query, options["engine"])
        except EngineAwayError as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(results), ensure_ascii=False, indent=2))
        else:
            self._print(results)

    def _print(self, results: Results) -> None:
        for bet in results.best_bets:
            self.stdout.write(f"   *  {bet.title}  {bet.address}")
        for place, hit in enumerate(results.hits, start=results.hits.start_index()):
            kind = hit.entry.kind
            self.stdout.write(f"{place:>4}  {hit.shown.title}  {hit.url}  {kind}  {hit.score:.2f}")
        said = f"{results.total:,} found" if results.total else "Nothing found"
        if results.suggestion:
            said += f"; did you mean “{results.suggestion}”?"
        self.stdout.write(said)


def as_json(results: Results) -> dict[str, Any]:
    """What a program is told of results."""
    return {
        "total": results.total,
        "hits": [
            {
                "url": hit.url,
                "title": hit.shown.title,
                "kind": hit.entry.kind,
                "score": round(hit.score, 4),
            }
            for hit in results.hits
        ],
        "facets": {
            name: [asdict(value) for value in values] for name, values in results.facets.items()
        },
        "suggestion": results.suggestion,
    }
