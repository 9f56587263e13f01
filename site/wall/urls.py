"""The addresses of walls."""

from django.urls import path

from wall.views import own, polling, posts, settings, walls

app_name = "wall"
urlpatterns = [
    path("wall/", walls.everybody, name="everybody"),
    path("wall/all/", walls.everything, name="all"),
    path("wall/mine/", walls.mine, name="mine"),
    path("wall/new/", polling.new, name="new"),
    path("wall/posts/<number:number>/", posts.post, name="post"),
    path("wall/posts/<number:number>/picture/", posts.picture, name="picture"),
    path("wall/posts/<number:number>/change/", posts.change, name="change"),
    path("wall/posts/<number:number>/edit/", own.edit, name="edit"),
    path("wall/posts/<number:number>/delete/", own.delete, name="delete"),
    path("wall/<slug:slug>/", walls.one, name="one"),
    path("wall/<slug:slug>/settings/", settings.settings, name="settings"),
]
