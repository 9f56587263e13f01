"""What is asked of whoever invites, and of whoever accepts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.exceptions import ValidationError

from accounts.invitations.addresses import split
from accounts.invitations.services import AT_ONCE, username_for
from accounts.models import Invitation, User


class AcceptForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """A name and a password, for the account of one address."""

    # Tells a password manager what the password is for; and a browser with two links open, which.
    address = forms.CharField(widget=forms.HiddenInput(attrs={"autocomplete": "username"}))
    error_messages = {"password_mismatch": "The two passwords are not the same. Type both again."}

    class Meta:
        model = User
        fields = ("first_name", "last_name")

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        email = invitation.email
        # The validators compare the password with these.
        kwargs["instance"] = User(username=username_for(email), email=email)
        kwargs["initial"] = {"address": email}
        super().__init__(*args, **kwargs)
        self.email = email
        for name, token in (("first_name", "given-name"), ("last_name", "family-name")):
            self.fields[name].required = True
            self.fields[name].widget.attrs["autocomplete"] = token
        again = self.fields["password2"]
        again.label, again.help_text = "The same password again", ""

    def clean(self) -> dict[str, Any]:
        """Refuse a form that was opened for another invitation."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("address") != self.email:
            raise ValidationError(
                "Another invitation was opened in this browser meanwhile. Open the link in your own"
                " mail again, and fill in the page that it leads to."
            )
        return cleaned


class InviteForm(forms.Form):
    """A list of addresses."""

    addresses = forms.CharField(
        label="E-mail addresses",
        help_text="One address a line, or separated by commas or semicolons;"
        f" “Name <address>” works too. At most {AT_ONCE} at a time.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean_addresses(self) -> list[str]:
        """The entries."""
        entries = split(self.cleaned_data["addresses"])
        if len(entries) > AT_ONCE:
            raise ValidationError(
                f"There are {len(entries):,} addresses: give at most {AT_ONCE} at a time."
            )
        if not entries:
            raise ValidationError("There is no address in this. Give one a line.")
        return entries
