"""Every address of the site. What strangers may open is listed in accounts.middleware."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.views import serve

from access.cms.urls import before_wagtails
from access.views import document, media
from accounts.views import admin_sign_in
from branding.urls import urlpatterns as branding_urls
from core import views
from core.exits.urls import before_wagtails as exits
from search.urls import urlpatterns as search_urls

handler500 = "core.views.server_error"

urlpatterns = [
    path("health/live", views.live, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
    *branding_urls,
    path("accounts/", include("accounts.urls")),
    path("admin/login/", admin_sign_in, name="admin_sign_in"),
    *before_wagtails,
    *exits,
    path("admin/", include(wagtailadmin_urls)),
    path(
        "documents/<int:document_id>/<path:document_filename>", document, name="wagtaildocs_serve"
    ),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media, name="media"),
    *search_urls,
    path("feeds/", include("core.feeds.urls")),
    path("", include("home.urls")),
    path("", include("people.urls")),
    path("", include("news.urls")),
    path("", include("wall.urls")),
    path("", include("events.urls")),
    path("", include("conversations.urls")),
    path("", include("notifications.urls")),
    path("", include("insights.urls")),
    # Wagtail's other addresses ask for passwords that are passed round, and offer a second sign-in.
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
]
