"""The addresses of events that are no pages."""

from django.urls import path

from events.views import file

app_name = "events"

urlpatterns = [path("events/<number:number>.ics", file, name="file")]
