"""Addresses of search."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.results, name="search"),
    path("search/suggest/", views.suggestions, name="search_suggest"),
    path("search/clicked/", views.clicked, name="search_clicked"),
    path("search/feedback/", views.feedback, name="search_feedback"),
    path("search/opensearch.xml", views.description, name="search_description"),
]
