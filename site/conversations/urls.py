"""The addresses of conversations."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from conversations.views import composing, own, people, reacting, reporting, showing


class NumberConverter(IntConverter):
    """An id that a database can look for."""

    regex = "[0-9]{1,18}"


register_converter(NumberConverter, "number")

app_name = "conversations"

urlpatterns = [
    path("talk/people/", people.suggest, name="people"),
    path("talk/comment/<number:number>/", showing.show, name="show"),
    path("talk/comment/<number:number>/replies/", showing.thread, name="thread"),
    path("talk/comment/<number:number>/reply/", composing.reply, name="reply"),
    path("talk/comment/<number:number>/edit/", own.edit, name="edit"),
    path("talk/comment/<number:number>/delete/", own.delete, name="delete"),
    path("talk/<slug:target>/<number:number>/comment/", composing.comment, name="comment"),
    path("talk/<slug:target>/<number:number>/close/", showing.close, name="close"),
    path("talk/<slug:target>/<number:number>/react/", reacting.react, name="react"),
    path("talk/<slug:target>/<number:number>/reactions/", reacting.reactions, name="reactions"),
    path("talk/<slug:target>/<number:number>/report/", reporting.report, name="report"),
]
