"""What one was told, newest first, and the way from there to the thing itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from notifications import services
from notifications.models import Notification
from notifications.reading import lines
from notifications.services import HIGHEST
from notifications.views.ahead import is_fetched_ahead
from notifications.views.reader import reader_of

A_PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """A page of notifications, by day."""
    user = reader_of(request)
    told = Notification.objects.readable_by(user).in_bell().latest_first()
    page = Paginator(told.select_related("thing", "actor"), A_PAGE).get_page(
        request.GET.get("page")
    )
    shown = lines(user, page.object_list)
    context = {
        "page_of_lines": page,
        "lines": shown,
        "until": shown[0].notification.told_at.isoformat() if shown else "",
        "is_unread": any(line.notification.read_at is None for line in shown),
        "today": timezone.localdate(),
        "mail_stopped": services.is_mail_stopped(user),
        "place": "list",
    }
    return render(request, "notifications/list.html", context)


@require_safe
def open_one(request: HttpRequest, number: int) -> HttpResponse:
    """Go to what somebody was told of, which is read then.

    Not if a browser only fetches ahead, nor for HEAD. Going there twice changes nothing.
    """
    user = reader_of(request)
    mine = Notification.objects.readable_by(user).filter(pk=min(number, HIGHEST))
    found = lines(user, mine.select_related("thing", "actor"))
    if not found:
        raise Http404
    if request.method == "GET" and not is_fetched_ahead(request):
        services.mark_read(user, found[0].notification)
    return redirect(found[0].told.address)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read all that had been told when the page was drawn on which the button stood."""
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is None or timezone.is_naive(until):
        until = timezone.now()
    if services.mark_all_read(reader_of(request), until):
        messages.success(request, "All is marked as read.")
    return redirect("notifications:list")
