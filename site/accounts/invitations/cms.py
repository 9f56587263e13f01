"""Invitations in the CMS: who was invited and what became of it, inviting, sending again, withdrawing."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import LogActionRegistry

from accounts.invitations import services
from accounts.invitations.forms import InviteForm
from accounts.invitations.services import Outcome, Result, examine, invite
from accounts.models import Invitation, User
from accounts.permissions import may_invite
from accounts.querysets import STANDING, UNACCEPTED, State

TITLE, ICON = "Invitations", "mail"
#: Kept in the session between sending and the page that tells of it.
RESULT = "invited"
LONGEST_SHOWN = 100
#: What an entry's line says of a mail that was handed to the server, or was not.
SENT = "Sent"
NOT_SENT = "Not sent, since the mail server did not take it. Send it again from the list."


class InvitationsMenuItem(MenuItem):
    """The way to the list, beside the users."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may invite."""
        return may_invite(request.user)


class StateFilter(WagtailFilterSet):
    """By what became of them."""

    state = django_filters.ChoiceFilter(
        label="State", choices=State.choices, empty_label="Any", widget=RadioSelect
    )

    class Meta:
        model = Invitation
        fields = ()


class MomentColumn(Column):
    """A date and a time; Wagtail's own says "just now" of what is to come."""

    def get_value(self, instance: Invitation) -> str:
        """As in "8 Mar 2026, 09:00", or nothing."""
        moment = super().get_value(instance)
        return date_format(localtime(moment), "j M Y, H:i") if moment else ""


class ActionsColumn(Column):
    """The buttons of a line, each a form: nothing changes by following a link."""

    cell_template_name = "accounts/invitation_actions.html"

    def get_cell_context_data(self, instance: Invitation, parent_context: Any) -> dict[str, Any]:
        """Which of the buttons make sense."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        state = instance.state  # type: ignore[attr-defined]
        return {
            **context,
            "csrf_token": get_token(context["request"]),
            "may_send": state in UNACCEPTED,
            "may_withdraw": state in STANDING,
        }


class InvitationsView(generic.IndexView):
    """The list."""

    model = Invitation
    page_title = TITLE
    header_icon = ICON
    index_url_name = "invitations"
    index_results_url_name = "invitations_results"
    add_url_name = "invite"
    add_item_label = "Invite people"
    filterset_class = StateFilter
    search_fields = ["email"]
    default_ordering = "-created_at"
    paginate_by = 50
    columns = [
        Column("email", label="Address", sort_key="email"),
        Column("state", label="State", accessor=lambda line: State(line.state).label),
        MomentColumn("created_at", label="Invited", sort_key="created_at", width="12%"),
        Column("invited_by", label="By", width="15%"),
        MomentColumn("expires_at", label="Link works until", sort_key="expires_at", width="12%"),
        MomentColumn("accepted_at", label="Accepted", sort_key="accepted_at", width="12%"),
        ActionsColumn("actions", label="What to do", width="20%"),
    ]

    def get_base_queryset(self) -> QuerySet[Invitation]:
        """All of them, with their state now."""
        return Invitation.objects.with_state().select_related("invited_by")


class InviteView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """The form. It checks a list, or checks it and invites; either way it answers for each entry."""

    model = Invitation
    permission_required = "add"
    template_name = "accounts/invite.html"
    form_class = InviteForm
    page_title = "Invite people"
    header_icon = ICON

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        above = {"url": reverse("invitations"), "label": TITLE}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what became of the list that was just sent."""
        told = self.request.session.pop(RESULT, None) if self.request.method == "GET" else None
        return super().get_context_data(**{"sent": with_states(told) if told else [], **kwargs})

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Check alone shows what would happen; nothing is sent twice by loading the page again."""
        entries = form.cleaned_data["addresses"]
        if "check" in self.request.POST:
            return self.render_to_response(
                self.get_context_data(form=form, checked=examine(entries).lines)
            )
        result = invite(entries, invited_by=_inviter(self.request))
        self.request.session[RESULT] = told(result)
        return redirect("invite")


def told(result: Result) -> list[list[str]]:
    """What a session keeps of a result."""
    return [[line.given[:LONGEST_SHOWN], line.email, line.outcome.value] for line in result.lines]


def with_states(lines: list[list[str]]) -> list[tuple[str, str]]:
    """Each entry that was given, and what happened; the mails have left by now, or have not."""
    emails = [email for _given, email, outcome in lines if outcome == Outcome.INVITED]
    left = set(
        Invitation.objects.filter(email__in=emails, sent_at__isnull=False).values_list(
            "email", flat=True
        )
    )
    return [
        (given, (SENT if email in left else NOT_SENT))
        if outcome == Outcome.INVITED
        else (given, Outcome(outcome).label)
        for given, email, outcome in lines
    ]


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link to the same address."""
    inviter, invitation = _inviter(request), get_object_or_404(Invitation, pk=pk)
    (line,) = invite([invitation.email], invited_by=inviter).lines
    if line.outcome == Outcome.INVITED:
        messages.success(request, f"A new link is on its way to {line.email}.")
    else:
        messages.error(request, f"{line.email}: {line.outcome.label}.")
    return redirect("invitations")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End the link."""
    inviter, invitation = _inviter(request), get_object_or_404(Invitation, pk=pk)
    if services.withdraw(invitation, by=inviter):
        messages.success(request, f"The link that {invitation.email} was sent works no longer.")
    else:
        messages.error(
            request, f"The invitation of {invitation.email} was accepted or withdrawn before."
        )
    return redirect("invitations")


def menu_item() -> MenuItem:
    """Its entry among the settings, after the users."""
    return InvitationsMenuItem(TITLE, reverse("invitations"), icon_name=ICON, order=601)


def addresses() -> list[URLPattern]:
    """Its addresses in the CMS."""
    results = InvitationsView.as_view(results_only=True)
    return [
        path("invitations/", InvitationsView.as_view(), name="invitations"),
        path("invitations/results/", results, name="invitations_results"),
        path("invitations/new/", InviteView.as_view(), name="invite"),
        path("invitations/<int:pk>/send/", send_again, name="invitation_send_again"),
        path("invitations/<int:pk>/withdraw/", withdraw, name="invitation_withdraw"),
    ]


def log_actions(actions: LogActionRegistry) -> None:
    """What the history calls them."""
    actions.register_action(services.INVITE, "Invite", "Sent an invitation")
    actions.register_action(services.WITHDRAW, "Withdraw invitation", "Withdrew the invitation")
    actions.register_action(services.ACCEPT, "Accept invitation", "Accepted the invitation")


def _inviter(request: HttpRequest) -> User:
    """Whoever asks, if they may invite."""
    if not isinstance(request.user, User) or not may_invite(request.user):
        raise PermissionDenied
    return request.user
