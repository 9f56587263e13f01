#!/usr/bin/env python
"""Run a management command with the development settings unless told otherwise."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Put both source roots on the path and hand over to Django."""
    # `site/` is a folder of packages, not a package: its name is the standard library's.
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
