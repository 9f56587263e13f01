"""Production: the base, behind TLS, which refuses to start half-configured."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *
from config.settings.base import ALLOWED_HOSTS, BASE_URL, DEMO, SECRET_KEY, TASKS_QUEUED, env

_missing = [
    f"{name}: {why}"
    for name, wrong, why in (
        ("SECRET_KEY", len(SECRET_KEY) < 50, "set it to at least 50 random characters"),  # noqa: PLR2004
        (
            "ALLOWED_HOSTS",
            not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
            "name each host that Corridor answers for, with commas between (no *)",
        ),
        (
            "BASE_URL",
            not BASE_URL.startswith("https://"),
            "give the site's own address, which starts with https://",
        ),
        ("DEMO", DEMO, "the demo's sign-ins have a known password: leave it unset"),
        (
            "DATABASE_URL",
            not env.str("DATABASE_URL", ""),
            "name the database, for example postgres://corridor:…@db/corridor",
        ),
        (
            "EMAIL_URL",
            not env.str("EMAIL_URL", ""),
            "name the mail server, for example submission://user:…@mail:587",
        ),
    )
    if wrong
]
if _missing:
    raise ImproperlyConfigured("Corridor cannot start in production.\n  " + "\n  ".join(_missing))

TASKS = TASKS_QUEUED

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
