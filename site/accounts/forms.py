"""The forms of signing in and of asking for a new password."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.forms import UsernameField


class SignInForm(auth_forms.AuthenticationForm):
    """Asks for a username or an e-mail address, which the backend both takes."""

    username = UsernameField(
        label="Username or e-mail address",
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = {
        "invalid_login": "That name and password do not belong together. Check both: capital"
        " letters matter in the password.",
        "inactive": "This account is closed.",
    }


class PasswordResetForm(auth_forms.PasswordResetForm):
    """Sends links to BASE_URL, whatever host the request named."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Send the mail, if an account has the address."""
        base = urlsplit(settings.BASE_URL)
        kwargs["domain_override"] = base.netloc
        kwargs["use_https"] = base.scheme == "https"
        kwargs["extra_email_context"] = {
            **(kwargs.get("extra_email_context") or {}),
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        super().save(*args, **kwargs)
