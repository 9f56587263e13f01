"""The addresses of conversations."""

from django.urls import path

from conversations.views import composing, own, people, reacting, reporting, showing

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
