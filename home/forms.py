"""What people type for their own links."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Page, Site

from access.querysets import readable_by
from core.plain import plain_line
from core.reserved import TREE

LONGEST_NAME, LONGEST_ADDRESS = 80, 500
SCHEMES = frozenset({"http", "https"})
NO_ADDRESS = (
    "Give a web address that begins with https:// or http://, such as https://example.org/."
)
NO_PAGE = "There is no page at this address."


class NameForm(forms.Form):
    """What a link is called."""

    name = forms.CharField(required=False, max_length=LONGEST_NAME, strip=True, label="Name")

    def clean_name(self) -> str:
        """One line, without characters that nobody sees."""
        return plain_line(self.cleaned_data["name"])


class AddressForm(NameForm):
    """A link to an address; one of ours becomes a link to the page."""

    field_order = ("address", "name")

    address = forms.CharField(
        max_length=LONGEST_ADDRESS,
        label="Address",
        help_text="Copied from the browser’s address bar: a page of this intranet, or one elsewhere.",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.page: Page | None = None
        self.fields["name"].help_text = "As you call it. Optional."

    def clean_address(self) -> str:
        """An address that is safe to link to; `page` is set if a page of ours is at it."""
        typed = self.cleaned_data["address"]
        if any(not char.isprintable() or char.isspace() for char in typed):
            raise ValidationError(NO_ADDRESS)
        parts = _parted(typed)
        if parts.hostname and parts.hostname not in self._our_hosts():
            return parts.geturl()
        return self._own(parts.path or "/", parts.query)

    def clean(self) -> dict[str, Any]:
        """An address without a name is called by where it leads."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("address") and not cleaned.get("name") and self.page is None:
            parts = urlsplit(cleaned["address"])
            where = (parts.hostname or "").removeprefix("www.") or parts.path
            cleaned["name"] = where[:LONGEST_NAME]
        return cleaned

    def _our_hosts(self) -> set[str]:
        roots = {urlsplit(root.root_url).hostname or "" for root in Site.get_site_root_paths()}
        return roots | {urlsplit(f"//{self.request.get_host()}").hostname or ""}

    def _own(self, path: str, query: str) -> str:
        """A path of ours: of a page that the person may read, or of another part of the site."""
        if not (path.endswith("/") or "." in path.rpartition("/")[2]):
            path += "/"
        try:
            is_page = resolve(unquote(path)).view_name == TREE
        except Resolver404 as error:
            raise ValidationError(NO_PAGE) from error
        if not is_page:
            return f"{path}?{query}" if query else path
        site: Any = Site.find_for_request(self.request)
        below = unquote(path).strip("/")
        address = f"{site.root_page.url_path}{below}/".replace("//", "/")
        self.page = readable_by(Page.objects.filter(url_path=address), self.request.user).first()
        if self.page is None:
            raise ValidationError(NO_PAGE)
        return path


def _parted(typed: str) -> Any:
    """An address in its parts; what begins with neither a scheme nor a slash is one elsewhere."""
    if typed.startswith("/") and not typed.startswith(("//", "/\\")):
        return urlsplit(typed)
    try:
        parts = urlsplit(typed if ":" in typed.split("/", 1)[0] else f"https://{typed}")
        safe = parts.scheme in SCHEMES and parts.hostname and not parts.username
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError as error:
        raise ValidationError(NO_ADDRESS) from error
    if not safe or "\\" in typed:
        raise ValidationError(NO_ADDRESS)
    return parts
