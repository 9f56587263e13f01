"""The tests: nothing leaves the process, nothing is slow on purpose."""

from config.settings.base import *
from config.settings.base import LOGGING, STORAGES, TASKS_AT_ONCE, env

SECRET_KEY = "only-for-tests"  # noqa: S105 - it protects nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # each test client would otherwise list every static file first
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ELASTICSEARCH_URL = ""  # whatever the environment says: the tests that need one start their own
TASKS = TASKS_AT_ONCE
DEMO = env.bool("DEMO", False)
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
#: Whatever the environment says: what is tested on Elasticsearch asks for the fixture `elasticsearch_url`.
ELASTICSEARCH_URL = ""
