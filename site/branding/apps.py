"""Each site's look."""

from django.apps import AppConfig


class BrandingConfig(AppConfig):
    """Name, logo, colours, font and corners, with contrast guaranteed."""

    name = "branding"
    verbose_name = "Branding"
