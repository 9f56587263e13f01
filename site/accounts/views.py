"""Signing in."""

from typing import Any

from django.contrib.auth import views as auth_views
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.forms import SignInForm


class SignInView(auth_views.LoginView):
    """The one sign-in page, for readers and editors alike."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send on who is signed in already; say so when the admin sent them back here."""
        if request.user.is_authenticated:
            target = self.get_redirect_url()
            if target.startswith(reverse("wagtailadmin_home")):
                may_edit = request.user.has_perm("wagtailadmin.access_admin")
                if not may_edit:
                    raise PermissionDenied("Your account has no editing rights.")
            return HttpResponseRedirect(target or self.get_default_redirect_url())
        return super().dispatch(request, *args, **kwargs)


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in address leads to ours, so that there is one door to guard."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect(f"{reverse('accounts:login')}?{urlencode({'next': target})}")
