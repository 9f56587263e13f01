"""Addresses of feeds, and of the page that gives them."""

from django.urls import path

from core.feeds.page import feeds, renewed
from core.feeds.views import feed

urlpatterns = [
    path("", feeds, name="feeds"),
    path("renew/", renewed, name="renew_feeds"),
    path("<str:key>/<slug:name>/<slug:place>.<slug:ending>", feed, name="feed"),
]
