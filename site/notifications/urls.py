"""The addresses of notifications."""

from django.urls import URLPattern, URLResolver, path

from notifications import views

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/follow/<slug:kind>/<int:number>/", views.follow, name="follow"),
]
