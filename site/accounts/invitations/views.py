"""The page that the link in an invitation leads to."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.invitations.forms import AcceptForm
from accounts.invitations.services import (
    AddressIsTakenError,
    LinkIsOverError,
    accept,
    accounts_with,
)
from accounts.models import Invitation

#: Stands in the address in place of the token, once the session knows which invitation is meant.
HERE = "yours"
#: Kept in the session: the digest, since sessions are in the database and the token is to be nowhere.
OPENED = "invitation"
BACKEND = "accounts.backends.UsernameOrEmailBackend"


@method_decorator(sensitive_post_parameters("password1", "password2"), name="dispatch")
class InvitationView(FormView):  # type: ignore[type-arg]
    """Takes the token out of the address first, then asks for a name and a password.

    With the token in it an address is told to nobody. The page with the form needs no such policy,
    and could not have it: a browser that may not say where a form stood is refused as a stranger.
    """

    template_name = "accounts/invitation.html"
    form_class = AcceptForm
    success_url = "/"
    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find out which invitation is meant, and whether it can be accepted."""
        token = kwargs["token"]
        if token != HERE:
            response = self._take_out(token)
            response["Referrer-Policy"] = "no-referrer"
            return response
        if request.user.is_authenticated:
            return render(request, "accounts/invitation_signed_in.html")
        opened = Invitation.objects.filter(digest=request.session.get(OPENED, ""))
        invitation = opened.standing().first()
        if invitation is None:
            return self._over()
        self.invitation = invitation
        if invitation.email in accounts_with([invitation.email]):
            return self._taken()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose account it is."""
        return {**super().get_form_kwargs(), "invitation": self.invitation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say to whom it was sent."""
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def form_valid(self, form: AcceptForm) -> HttpResponse:
        """Make the account and sign in to it, with a session of its own."""
        data = form.cleaned_data
        try:
            user = accept(
                self.invitation,
                first_name=data["first_name"],
                last_name=data["last_name"],
                password=data["password1"],
            )
        except LinkIsOverError:
            return self._over()
        except AddressIsTakenError:
            return self._taken()
        del self.request.session[OPENED]
        login(self.request, user, BACKEND)
        return super().form_valid(form)

    def _take_out(self, token: str) -> HttpResponse:
        """On to the same page without the token. Nothing is looked up for who is signed in."""
        here = redirect("accounts:invitation", token=HERE)
        if self.request.user.is_authenticated:
            return here
        invitation = Invitation.objects.for_token(token).standing().first()
        if invitation is None:
            return self._over()
        self.request.session[OPENED] = invitation.digest
        return here

    def _over(self) -> HttpResponse:
        """The same for a link that is too old, used, withdrawn, replaced, or was never made.

        Not 404, for which a redirect that an editor made would be looked up.
        """
        return render(self.request, "accounts/invitation_over.html", status=HTTPStatus.GONE)

    def _taken(self) -> HttpResponse:
        email = self.invitation.email
        context = {"email": email, "is_active": accounts_with([email]).get(email, False)}
        return render(
            self.request, "accounts/invitation_taken.html", context, status=HTTPStatus.CONFLICT
        )
