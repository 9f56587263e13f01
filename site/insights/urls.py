"""The addresses of insights. A token holds colons, which no page's address does."""

from django.urls import URLPattern, re_path

from insights.reach.views import read

app_name = "insights"
urlpatterns: list[URLPattern] = [
    re_path(r"^seen/(?P<token>[0-9A-Za-z]+:[0-9A-Za-z]+:[\w-]+)/$", read, name="read"),
]
