"""The addresses of walls."""

from django.urls import URLPattern, URLResolver, path

from wall.views import walls

app_name = "wall"
urlpatterns: list[URLPattern | URLResolver] = [
    path("wall/", walls.everybody, name="everybody"),
    path("wall/<slug:slug>/", walls.one, name="one"),
]
