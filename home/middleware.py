"""Which site a request is for, and what answers in place of a page that is not there."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils.deprecation import MiddlewareMixin
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.models import Page, Site

from access.querysets import readable_by
from accounts.middleware import OPEN_TO_STRANGERS
from core import epochs

KEPT = 24 * 60 * 60
#: What open tabs ask again and again, and no site has a part in.
WITHOUT_SITE = frozenset({"wall:new"})


class SiteMiddleware(MiddlewareMixin):
    """Finds the site of a signed-in person's request in the cache, with its home page.

    Wagtail asks for the site and then for the whole home page before it routes any address; both
    change seldom, and each change raises the epoch that the cache key carries. What strangers may
    open asks neither for the person nor for the site, so that caches keep it for everyone.
    """

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Leave the site where Wagtail's `Site.find_for_request` looks for it first."""
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_TO_STRANGERS | WITHOUT_SITE:
            return
        if request.user.is_authenticated and not hasattr(request, "_wagtail_site"):
            tree = epochs.current(request).tree
            host = split_domain_port(request._get_raw_host())[0]  # type: ignore[attr-defined]
            key = f"site:{tree}:{host}:{request.get_port()}"
            site: Any = cache.get(key)
            if site is None:
                site = Site.find_for_request(request)
                if site is not None:
                    site.root_page = site.root_page.specific_deferred
                    epochs.keep(request, key, site, KEPT)
            request._wagtail_site = site  # type: ignore[attr-defined]


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Wagtail's redirects, less those that would tell where a page is that the reader may not see."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The redirect for an address that answered 404, if there is one for this reader."""
        answer = super().process_response(request, response)
        if answer is response or self._may_follow(request, answer["Location"]):
            return answer
        return response

    @staticmethod
    def _may_follow(request: HttpRequest, location: str) -> bool:
        """Whether no page at that address, on whichever of our sites, is closed to the reader."""
        roots = Site.get_site_root_paths()
        address = urlsplit(location)
        ours = {urlsplit(root.root_url).hostname for root in roots}
        ours |= {None, split_domain_port(request.get_host())[0]}
        if address.hostname not in ours:
            return True
        path = unquote(address.path).strip("/")
        targets = Page.objects.filter(
            url_path__in=[f"{root.root_path}{path}/".replace("//", "/") for root in roots]
        )
        user = getattr(request, "user", None)
        if user is None:
            return not targets.exists()
        return targets.count() == readable_by(targets, user).count()
