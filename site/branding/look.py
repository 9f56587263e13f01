"""A site's look as its readers are given it, from the cache."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.cache import cache
from django.db import Error
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from wagtail.models import Site

from branding.choices import Header
from branding.models import Brand
from branding.palette import BrandValues, theme_css
from core import epochs

KEPT = 24 * 60 * 60
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What templates know as `brand`."""

    name: str
    css: str
    logo_light: str = ""
    logo_dark: str = ""
    header: str = Header.FILLED.value

    @property
    def digest(self) -> str:
        """A name for the style sheet that no other one has."""
        return hashlib.sha256(self.css.encode()).hexdigest()[:16]

    @property
    def theme_url(self) -> str:
        """Where the style sheet is, for as long as it says the same."""
        return reverse("theme", args=[self.digest])

    @property
    def logo_light_url(self) -> str:
        """Where the logo for light colours is, if there is one."""
        return _logo_url(self.logo_light)

    @property
    def logo_dark_url(self) -> str:
        """Where the logo for dark colours is, if there is one."""
        return _logo_url(self.logo_dark)


def look_for(request: HttpRequest) -> Look:
    """The look of the site that answers this request: no query of its own when it is cached.

    Error pages are drawn with it too, so a database that does not answer gives the default look.
    """
    kept: Look | None = getattr(request, "_look", None)
    if kept is None:
        try:
            kept = _cached(request)
        except Error:
            logger.warning("The brand could not be read: the default is shown.", exc_info=True)
            kept = default()
        request._look = kept  # type: ignore[attr-defined]
    return kept


def default() -> Look:
    """The look of a site whose editors have chosen none."""
    return Look(settings.WAGTAIL_SITE_NAME, theme_css(BrandValues()))


def of(brand: Brand | None) -> Look:
    """The look that an editor's choices come to."""
    if brand is None:
        return default()
    return Look(
        name=brand.name,
        css=theme_css(brand.values),
        logo_light=PurePath(brand.logo_light.name or "").name,
        logo_dark=PurePath(brand.logo_dark.name or "").name,
        header=brand.header,
    )


def _cached(request: HttpRequest) -> Look:
    # By host and not by site: to find the site would cost a query on a stranger's request.
    host = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
    key = f"look:{epochs.current(request).tree}:{host}:{request.get_port()}"
    look: Look | None = cache.get(key)
    if look is None:
        site = Site.find_for_request(request)
        look = of(Brand.objects.filter(site=site).first() if site else None)
        epochs.keep(request, key, look, KEPT)
    return look


def _logo_url(name: str) -> str:
    if not name:
        return ""
    stem, _dot, ending = name.rpartition(".")
    return reverse("brand_logo", args=[stem, ending])
