"""The addresses of notifications."""

from django.urls import URLPattern, URLResolver, path

from notifications.views import bell, choices, following, mail

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", bell.listing, name="list"),
    path("notifications/read/", bell.read_all, name="read_all"),
    path("notifications/<number:number>/", bell.open_one, name="open"),
    path("notifications/choices/", choices.choices, name="choices"),
    path("notifications/mail/", mail.resume, name="resume"),
    path("notifications/unsubscribe/<str:token>/", mail.unsubscribe, name="unsubscribe"),
    path("notifications/following/", following.following, name="following"),
    path("notifications/follow/<slug:kind>/<number:number>/", following.follow, name="follow"),
]
