"""How gunicorn serves Corridor: `gunicorn` in this folder is enough, the environment says the rest.

Threads, since most of a request is waiting for the database; two processes, since Python computes
in one thread at a time.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes its own private files there

wsgi_app = "config.wsgi"
chdir = str(ROOT)
pythonpath = f"{ROOT},{ROOT / 'site'}"
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
preload_app = True
# The heartbeat of a worker is a file: on a disk that is busy, a healthy worker would look dead.
worker_tmp_dir = str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None
control_socket_disable = True

# As long as the longest query that core.middleware lets through, with room for its path.
limit_request_line = 8_190
timeout = 60
graceful_timeout = 20
keepalive = 5

errorlog = "-"
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
