"""Ending letters by the link in each of them, and having them again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from notifications import services
from notifications.links import whose
from notifications.views.ahead import is_fetched_ahead
from notifications.views.reader import reader_of


@csrf_exempt  # a mail program sends no token of a form, RFC 8058; the one in the address is signed
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End somebody's letters at once: for whoever follows the link, and for the mail program that posts to it.

    A button takes it back. Neither HEAD nor a browser that fetches ahead ends anything.
    """
    user = whose(token)
    if user is None:
        raise Http404
    if request.method == "POST" and request.POST.get("undo") == "yes":
        services.resume_mail(user)
        context = {"is_stopped": False}
    else:
        if request.method == "POST" or (request.method == "GET" and not is_fetched_ahead(request)):
            services.stop_mail(user)
        context = {"is_stopped": True}
    return render(request, "notifications/unsubscribed.html", context)


@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Have letters again, by the button on one's notifications."""
    services.resume_mail(reader_of(request))
    messages.success(request, "You get e-mails again, as you chose.")
    return redirect("notifications:list")
