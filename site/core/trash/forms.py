"""The form that puts a page back."""

from typing import Any

from django import forms
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from core.exits.pages import shown_q
from core.models import BinnedPage


class PutBackForm(forms.Form):
    """Where the page goes, and its address: what they were, unless changed."""

    place = forms.ModelChoiceField(
        queryset=Page.objects.none(),
        label="Below",
        help_text="The page that it stood below. Choose another one if that is gone.",
        widget=AdminPageChooser(user_perms="add_subpage"),
        error_messages={
            "required": "Choose the page to put it below.",
            "invalid_choice": "That page is not there any more. Choose another page.",
        },
    )
    slug = forms.SlugField(
        max_length=255,
        allow_unicode=True,
        label="Address",
        help_text="The last part of the page’s address.",
    )

    def __init__(self, *args: Any, entry: BinnedPage, user: Any, **kwargs: Any) -> None:
        pages = Page.objects.filter(shown_q(user))
        there = entry.place if pages.filter(pk=entry.place_id).exists() else None
        kwargs["initial"] = {"place": there, "slug": entry.slug}
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = pages
