"""Ask the server in this container whether it answers: exit 0 if it does.

    python tools/health.py [ready]

The request names the first of ALLOWED_HOSTS, since Corridor answers to no other name.
"""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """`live` asks for the process alone, `ready` for the database too."""
    what = sys.argv[1] if len(sys.argv) > 1 else "live"
    port = os.environ.get("PORT") or "8000"
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/health/{what}", headers={"Host": host}
    )
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            return 0 if answer.status == 200 else 1  # noqa: PLR2004
    except (OSError, urllib.error.HTTPError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
