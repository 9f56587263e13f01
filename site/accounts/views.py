"""Signing in, and asking for a new password."""

import logging
from collections.abc import Callable
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import lockout
from accounts.forms import SignInForm
from accounts.models import User
from accounts.roles import ENTER_ADMIN
from accounts.sessions import why_ended
from accounts.signals import address_verified

log = logging.getLogger(__name__)


class SignInView(auth_views.LoginView):
    """The one sign-in page, for readers and editors alike."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send on who is signed in already; say so when the admin sent them back here."""
        if request.user.is_authenticated:
            target = self.get_redirect_url()
            if target.startswith(reverse("wagtailadmin_home")):
                may_edit = request.user.has_perm(ENTER_ADMIN)
                if not may_edit:
                    raise PermissionDenied("Your account has no editing rights.")
            return HttpResponseRedirect(target or self.get_default_redirect_url())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why somebody who was signed in is asked again."""
        ended = why_ended(self.request.GET.get("ended", ""))
        return super().get_context_data(ended=ended, **kwargs)


class AskForLinkView(auth_views.PasswordResetView):
    """Asking for a link to choose a new password. The answer is the same whoever asks for whom."""

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        """Answer first and look for the account after, so that the time tells nothing either."""
        email = form.cleaned_data["email"]
        credentials = {"username": lockout.RESET + email}
        if not AxesProxyHandler.is_allowed(self.request, credentials):
            return lockout.locked(self.request, None, credentials)
        may_send = not lockout.is_mailbox_full(email)
        lockout.count_reset(self.request, email)
        return _RedirectAndThen(
            str(self.success_url), lambda: self._send(form) if may_send else None
        )

    def _send(self, form: PasswordResetForm) -> None:
        try:
            super().form_valid(form)
        except Exception:
            log.exception("The mail with a link to choose a new password was not sent.")


class NewPasswordView(auth_views.PasswordResetConfirmView):
    """Choosing a new password. Who has the mailbox has their guesses back, and has shown that it is theirs."""

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        """Save it; sessions with the old one are over."""
        response = super().form_valid(form)
        lockout.forget(lockout.keys_of(form.user))
        address_verified.send(sender=type(form.user), user=form.user, email=form.user.email)
        return response


class _RedirectAndThen(HttpResponseRedirect):
    """A redirect, and something to do once it has been sent and all is saved."""

    def __init__(self, target: str, then: Callable[[], None]) -> None:
        super().__init__(target)
        self._then = then

    def close(self) -> None:
        """Called by the server when the answer has left."""
        self._then()
        super().close()


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in address leads to ours, so that there is one door to guard."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect(f"{reverse('accounts:login')}?{urlencode({'next': target})}")
