"""What branding adds to the CMS."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks

from branding import explain
from branding.models import Brand
from branding.palette import derive


@hooks.register("after_edit_setting")
def say_what_was_adjusted(request: HttpRequest, setting: Model) -> None:
    """Tell the editor, once saved, which shades stand in for the colours that were chosen."""
    if isinstance(setting, Brand):
        for sentence in explain.adjustments(derive(setting.colour, setting.accent)):
            messages.info(request, sentence)
