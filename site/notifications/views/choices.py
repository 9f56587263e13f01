"""How one wants to be told: in the bell, and how soon by mail, for each kind of thing."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import ENTER_ADMIN
from core.notices import NoticeKind
from notifications import services
from notifications.choices import DEFAULTS, Mail
from notifications.services import Wish
from notifications.views.reader import reader_of

#: What only those hear of who work in the CMS.
IN_CMS = frozenset({NoticeKind.TO_APPROVE, NoticeKind.REPORTED})


@dataclass(frozen=True)
class Row:
    """A kind of thing, how one is told of it, and how one would be without a choice."""

    kind: NoticeKind
    wish: Wish
    default: Mail


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """The choices as they are; or keep what was chosen."""
    user = reader_of(request)
    kinds = _kinds(user)
    if request.method == "POST":
        services.choose(user, {kind: _wish(request, kind) for kind in kinds})
        if request.POST.get("mail") == "no":
            services.stop_mail(user)
        else:
            services.resume_mail(user)
        messages.success(request, "Your choices are saved.")
        return redirect("notifications:choices")
    chosen = services.choices_of(user)
    context = {
        "rows": [Row(kind, chosen[kind], DEFAULTS[kind]) for kind in kinds],
        "paces": Mail.choices,
        "mail_stopped": services.is_mail_stopped(user),
        "address": user.email,
        "place": "choices",
    }
    return render(request, "notifications/choices.html", context)


def _kinds(user: User) -> list[NoticeKind]:
    """The kinds that somebody may hear of."""
    in_cms = user.has_perm(ENTER_ADMIN)
    return [kind for kind in NoticeKind if in_cms or kind not in IN_CMS]


def _wish(request: HttpRequest, kind: NoticeKind) -> Wish:
    pace = request.POST[f"mail-{kind}"]
    if pace not in Mail.values:
        raise BadRequest("There is no such choice.")
    return Wish(f"bell-{kind}" in request.POST, Mail(pace))
