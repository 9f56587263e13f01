"""A person's own machine: no secrets to set up, DEBUG when asked for, mail to the console.

`make run` uses these with DEBUG off, so that what a newcomer sees is what staff would see.
"""

from config.settings.base import *
from config.settings.base import STATIC_ROOT, STORAGES, VAR, env

VAR.mkdir(exist_ok=True)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", True)
SECRET_KEY = env.str("SECRET_KEY", "") or "only-for-development-and-known-to-everybody-on-earth"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

# Static files come straight from their folders: no collectstatic to forget.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
