"""Error pages that work for everyone, and what a load balancer asks."""

from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core import registry


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: say so, and what to do."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)


def server_error(request: HttpRequest, *_args: Any) -> HttpResponse:
    """A page that asks nothing of the database or the request, which may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that a slow database restarts nobody."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has the tables that this code needs; else 503."""
    try:
        applied = MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    if not applied >= needed_migrations():
        return JsonResponse({"status": "unavailable", "database": "not migrated"}, status=503)
    notes = {name: words for note in registry.readiness for name, words in note().items()}
    return JsonResponse({"status": "ok", "database": "ok", **notes})


@lru_cache(maxsize=1)
def needed_migrations() -> frozenset[tuple[str, str]]:
    """The migrations that this code was written for. Read from the disk once a process."""
    return frozenset(MigrationLoader(None).graph.nodes)
