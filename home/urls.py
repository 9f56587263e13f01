"""Addresses of one's own links and of topics."""

from django.urls import path

from home import topics, views

app_name = "home"

urlpatterns = [
    path("my-links/", views.my_links, name="my_links"),
    path("my-links/add/", views.add, name="add_link"),
    path("my-links/<number:number>/", views.change, name="change_link"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<str:slug>/", topics.topic, name="topic"),
]
