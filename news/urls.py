"""The addresses of news that are no pages."""

from django.urls import path

from news import views

app_name = "news"
urlpatterns = [path("alerts/<number:number>/dismiss/", views.dismiss, name="dismiss")]
