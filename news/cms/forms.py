"""The form that a story is started with."""

from typing import Any

from django import forms

from news.models import NewsIndexPage, StoryTemplate


class TemplateField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Templates, by their names and what they are for."""

    def label_from_instance(self, obj: Any) -> str:
        """The name, and when to use it."""
        return f"{obj.name} – {obj.description}" if obj.description else obj.name


class ListField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """News lists, by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """The title."""
        return str(obj.title)


class StartForm(forms.Form):
    """From which template, and in which list."""

    template = TemplateField(
        StoryTemplate.objects.none(),
        label="Template",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the story is to start from."},
    )
    news = ListField(
        NewsIndexPage.objects.none(),
        label="News list",
        empty_label=None,
        help_text="Where the story is to stand.",
        error_messages={"required": "Choose where the story is to stand."},
    )

    def __init__(self, *args: Any, lists: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["template"].queryset = StoryTemplate.objects.all()
        fields["news"].queryset = lists
