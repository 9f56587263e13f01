"""A colour and a logo, as an editor gives them: put right where that is possible, else refused in a sentence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from branding import colour, logos


class ColourInput(forms.TextInput):
    """A box to type a colour into, and the browser's own colour picker beside it."""

    template_name = "branding/colour_input.html"

    class Media:
        css = {"all": ["branding/branding.css"]}
        js = ["branding/colour-input.js"]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Drawn by the project's own templates, not by those that Django keeps for forms."""
        context = self.get_context(name, value, attrs)
        try:
            context["picked"] = colour.parse(str(value))
        except ValueError:
            context["picked"] = "#000000"
        return render_to_string(self.template_name, context)


class ColourFormField(forms.CharField):
    """Takes `#rgb` and `#rrggbb` and answers with the latter."""

    widget = ColourInput

    def clean(self, value: Any) -> str:
        """Refuse what is no colour with a sentence that says what would be."""
        text = super().clean(value)
        try:
            return colour.parse(text)
        except ValueError as error:
            raise ValidationError(
                f"“{text}” is not a colour that we can read. Write # and then three or six of the"
                " characters 0 to 9 and a to f, such as #c8102e, or pick one with the box beside it.",
                code="malformed",
            ) from error


class ColourField(models.CharField):  # type: ignore[type-arg]
    """A colour, kept as `#rrggbb`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 7, **kwargs})

    def get_prep_value(self, value: Any) -> Any:
        """Whatever way it came in, one spelling goes to the database."""
        return colour.parse(value) if value else value

    def formfield(self, **kwargs: Any) -> Any:
        """Without a longest length: a colour that is too long is malformed, and told so."""
        return ColourFormField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            initial=self.default,
            required=not self.blank,
        )


class LogoFormField(forms.FileField):
    """Takes an upload, and answers with the clean picture in it."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is no picture, is too large or cannot be made safe."""
        file = super().clean(data, initial)
        return logos.clean(file) if isinstance(file, UploadedFile) else file


class LogoField(models.FileField):
    """A picture of the brand, cleaned at every door before it is written to disk."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Clean what did not come through the form too, such as a command's."""
        file: FieldFile = getattr(model_instance, self.attname)
        if file and not file._committed:  # type: ignore[attr-defined]
            clean = logos.clean(file.file)
            file.file, file.name = clean, clean.name
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> Any:
        """The form's side of it."""
        return super().formfield(**{"form_class": LogoFormField, **kwargs})
