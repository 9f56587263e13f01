"""The addresses of a site's theme and logos, which the sign-in page needs too."""

from django.urls import path

from branding.views import brand_logo, theme

urlpatterns = [
    path("theme/<slug:digest>.css", theme, name="theme"),
    path("brand/<slug:name>.<slug:ending>", brand_logo, name="brand_logo"),
]
