"""One thing that was said, as moderators decide about it, and one person."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audit.models import Change
from conversations import contributions
from conversations.cms.forms import DecisionForm, Do
from conversations.cms.history import entries
from conversations.cms.queue import demand, look_up
from conversations.composing import DIGITS
from conversations.models import Comment, Contribution, ReadOnly, Report
from conversations.services import moderating
from conversations.showing import Shown, dress
from core.colleagues import faces_of

#: Replies that are shown as context.
MOST_CONTEXT = 10


@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """What was said with what stands round it, its reports and history, and what can be done."""
    demand(request)
    if contributions.model_of(kind) is None or len(str(number)) > DIGITS:
        raise Http404
    found = look_up(request.user, [(kind, number)]).get((kind, number))
    if found is None:
        raise Http404
    said: Contribution = found["one"].said
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _decide(request, said, form)
    context = {
        **found,
        "form": form if form.is_bound else DecisionForm(),
        "round": _round(request.user, said),
        "reports": _reports(request.user, said),
        "history": entries(Change.objects.of(said)),
        "silenced": _silenced(said.author_id),
        "header_title": f"A {said.label}",
    }
    return render(request, "conversations/cms/moderate.html", context)


@require_POST
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody write again, from the list of those who may not."""
    demand(request)
    if request.POST.get("do") != Do.LIFT or len(str(number)) > DIGITS:
        raise BadRequest("The form does not say what is to be done.")
    user = get_object_or_404(get_user_model(), pk=number)
    if moderating.lift(request.user, user):
        messages.success(request, f"{user} may write again.")
    return redirect("conversations_people")


def _decide(request: HttpRequest, said: Contribution, form: DecisionForm) -> HttpResponse:
    do, note = Do(form.cleaned_data["do"]), form.cleaned_data["note"]
    if do in {Do.READ_ONLY, Do.LIFT}:
        _silence(request, said, form)
        return redirect(request.path)
    act: Any = {
        Do.HIDE: moderating.hide,
        Do.RESTORE: moderating.restore,
        Do.KEEP: moderating.keep,
        Do.NOTE: moderating.note,
    }[do]
    told = {
        Do.HIDE: "It is hidden from everybody but moderators.",
        Do.RESTORE: "It is shown again.",
        Do.KEEP: "The reports are settled; it stays as it is.",
        Do.NOTE: "The note is written.",
    }[do]
    done = act(request.user, said, note)
    messages.success(request, told if done else "Nothing changed.")
    return redirect("conversations_queue" if do in {Do.HIDE, Do.KEEP} else request.path)


def _silence(request: HttpRequest, said: Contribution, form: DecisionForm) -> None:
    author = said.author
    if author is None:
        raise Http404
    note = form.cleaned_data["note"]
    if form.cleaned_data["do"] == Do.LIFT:
        moderating.lift(request.user, author, note)
        messages.success(request, f"{author} may write again.")
        return
    try:
        moderating.make_read_only(request.user, author, form.until, note)
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{author} may read but not write.")


def _round(user: Any, said: Contribution) -> list[Shown]:
    """What it replies to, and what was replied to it."""
    if not isinstance(said, Comment):
        found = Comment.objects.about(said.kind, said.pk)
    elif said.parent_id is not None:
        found = Comment.objects.filter(pk=said.parent_id)
    else:
        found = Comment.objects.filter(parent=said)
    listed = list(found.select_related("author").order_by("pk")[:MOST_CONTEXT])
    return list(dress(user, listed).values())


def _reports(user: Any, said: Contribution) -> list[dict[str, Any]]:
    rows = list(Report.objects.of(said.kind, said.pk).select_related("reporter", "settled_by"))
    faces = faces_of(user, {row.reporter for row in rows if row.reporter is not None})
    return [
        {
            "report": row,
            "face": faces.get(row.reporter_id) if row.reporter_id else None,
            "text": row.text if row.text != said.text else "",
        }
        for row in rows
    ]


def _silenced(account: int | None) -> ReadOnly | None:
    return ReadOnly.objects.now().filter(user=account).first() if account else None
