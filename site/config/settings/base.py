"""Everything that holds wherever Corridor runs: the safe settings, which dev and test relax.

Each value that differs between installations is read from the environment, typed, by environs;
`docs/running/settings.md` lists them.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from environs import FileAwareEnv, validate

from config.settings.cms import *

ROOT = Path(__file__).resolve().parents[3]
VAR = ROOT / "var"

# A secret may also lie in a file, as container platforms like it: SECRET_KEY_FILE=/run/secrets/key.
env = FileAwareEnv()
env.read_env(str(ROOT / ".env"), recurse=False)

DEBUG = False
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", "")
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "demo",
    "transfer",
    "search",
    "home",
    "news",
    "people",
    "policies",
    "departments",
    "wall",
    "events",
    "branding",
    "insights",
    "conversations",
    "notifications",
    "audit",
    "core",
    "accounts",
    "access",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.UsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail_modeladmin",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "notifications.apps.AdminConfig",  # wagtail.admin
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.middleware.HeadersMiddleware",
    "core.middleware.CleanQueryMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.SessionLimitsMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "home.middleware.RedirectMiddleware",
    "home.middleware.SiteMiddleware",
    "axes.middleware.AxesMiddleware",
    "core.exits.door.PageDoorMiddleware",
    "core.middleware.AtomicWritesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "branding.context_processors.brand",
            ],
        },
    },
]

# The database: SQLite beside the code unless DATABASE_URL names another.
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        f"sqlite:///{VAR / 'corridor.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for a writer (WAL); a writer takes its lock at the start, so that two
    # writers queue instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What is cached carries the epoch of core.epochs in its key, so a cache per process is never stale.
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://corridor?max_entries=5000")}

# Search: Elasticsearch where there is one, else the database.
ELASTICSEARCH_URL = env.str(
    "ELASTICSEARCH_URL",
    "",
    validate=validate.Regexp(r"(https?://\S+)?\Z", error="give an address, http://host:9200"),
)
ELASTICSEARCH_INDEX_PREFIX = env.str(
    "ELASTICSEARCH_INDEX_PREFIX",
    "corridor",
    validate=validate.Regexp(r"[a-z0-9][a-z0-9_-]*\Z", error="use small letters, digits, - and _"),
)

# Work in the background: at once where one machine does all, else by the worker, from the database.
TASKS_AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TASKS_QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TASKS = TASKS_QUEUED if ELASTICSEARCH_URL else TASKS_AT_ONCE

# People who sign in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked name is not even tried
    "accounts.backends.UsernameOrEmailBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
_at_least_one = validate.Range(min=1, error="give a whole number of 1 or more")
SESSION_IDLE = env.int("SESSION_IDLE", 60, validate=_at_least_one)
SESSION_HOURS = env.int("SESSION_HOURS", 12, validate=_at_least_one)
# accounts.sessions ends it; the cookie outlives it a little, so that sign-in can say why.
SESSION_COOKIE_AGE = (SESSION_HOURS + 1) * 60 * 60
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

# Failed sign-ins: so many of one name from one address, or of any names from one (accounts.lockout).
AXES_FAILURE_LIMIT = env.int("AXES_FAILURE_LIMIT", 5, validate=_at_least_one)
AXES_ADDRESS_LIMIT = env.int("AXES_ADDRESS_LIMIT", 50, validate=_at_least_one)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("AXES_COOLOFF_MINUTES", 15, validate=_at_least_one))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "accounts.lockout.Handler"
AXES_USERNAME_CALLABLE = "accounts.lockout.typed_key"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# What is kept of a failed attempt, besides the password, which never is.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "email", "csrfmiddlewaretoken", "next"]
# How many proxies of ours add to X-Forwarded-For; without any the header is anybody's to write.
PROXIES = env.int(
    "PROXIES", 0, validate=validate.Range(min=0, error="give a whole number of 0 or more")
)

# Language, time and numbers.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

# Files: static ones are public and served by WhiteNoise; media only to those signed in.
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR / "static")))
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR / "media")))
# Where nginx finds MEDIA_ROOT, for nobody but us to name: X-Accel-Redirect. Empty: we send files ourselves.
MEDIA_ACCEL = env.str("MEDIA_ACCEL", "").strip("/")
MEDIA_ACCEL = f"/{MEDIA_ACCEL}/" if MEDIA_ACCEL else ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
FILE_UPLOAD_PERMISSIONS = 0o640
# A function that looks into each uploaded file for viruses, by its dotted path (docs/running/deploying.md).
UPLOAD_SCANNER = env.str("UPLOAD_SCANNER", "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Mail.
_mail = env.dj_email_url("EMAIL_URL", "console:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # a mail server that hangs would keep a thread of ours for good
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Corridor <intranet@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# When letters leave that come once a day or once a week, by the clock here; 0 is Monday.
DIGEST_HOUR = env.int(
    "DIGEST_HOUR", 8, validate=validate.Range(0, 23, error="give an hour, 0 to 23")
)
DIGEST_DAY = env.int("DIGEST_DAY", 0, validate=validate.Range(0, 6, error="give a day, 0 to 6"))

# Headers. The reading side allows nothing inline; Wagtail's admin still needs it (docs/decisions).
VIDEO_HOSTS: list[str] = env.list("VIDEO_HOSTS", [])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [f"https://{host}" for host in VIDEO_HOSTS] or [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF],
    "frame-ancestors": [SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

WAGTAILADMIN_BASE_URL = BASE_URL  # the rest of Wagtail's settings: cms.py

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "axes": {"level": "ERROR"},  # accounts.lockout says what is worth saying
        "django.request": {"level": "ERROR"},
        "elastic_transport": {"level": "ERROR"},  # search says once that it is away
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}
