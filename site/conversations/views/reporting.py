"""Reporting something to the moderators."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from conversations import targets
from conversations.forms import ReportForm
from conversations.services.refusals import RefusedError
from conversations.services.reporting import report as send
from conversations.showing import dress
from conversations.views.way_back import back_to


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, target: str, number: int) -> HttpResponse:
    """`/talk/comment/34/report/`: why, and a few words. One's own is 404, since there is nothing to report."""
    found = targets.find(request.user, target, number)
    said = found.contribution
    if said is None or said.author_id == request.user.pk:
        raise Http404
    form, status = ReportForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            given = form.cleaned_data
            try:
                _made, is_new = send(request.user, found, given["reason"], given["words"])
            except RefusedError as error:
                form.add_error(None, str(error))
                status = error.status
            else:
                told = "The moderators will look at it. Thank you."
                messages.success(request, told if is_new else f"You reported this before. {told}")
                return redirect(back_to(request, found))
    shown = dress(request.user, [said])[said.kind, said.pk]
    context = {"place": found.place, "one": shown, "form": form, "target": found}
    return render(request, "conversations/report.html", context, status=status)
