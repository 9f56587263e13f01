"""The form that posts."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from conversations.models import LONGEST, new_token
from conversations.names import Question
from conversations.services.posting import Draft
from core.uploads import UnfitError
from core.uploads.bare import TAKEN, bare_jpeg
from wall import naming
from wall.enums import Audience, Purpose
from wall.models import LONGEST_PICTURE_TEXT, Wall
from wall.permissions import may_announce
from wall.services.posts import Letter

#: The longest side of a picture that is kept, in pixels.
LONGEST_SIDE = 1600
MOST_CHOSEN = 60
LONGEST_TOKEN = 43
#: A box in which people are named: talk.js offers them after an @.
NAMING = {"autocomplete": "off", "data-mentions": reverse_lazy("conversations:people")}


class PostForm(forms.Form):
    """What somebody has to say: a message, a question, thanks, or an announcement by those who may."""

    purpose = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, initial=Purpose.MESSAGE)
    thanks = forms.CharField(
        label="Whom do you thank?",
        required=False,
        max_length=naming.LONGEST,
        help_text="Names or e-mail addresses, with commas between. Type @ to choose from a list.",
        widget=forms.TextInput(attrs=NAMING),
    )
    text = forms.CharField(
        label="Your words",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-most": LONGEST, **NAMING}),
        help_text=f"Up to {LONGEST:,} characters. Type @ and a name to mention somebody.",
    )
    picture = forms.FileField(
        required=False,
        help_text="JPEG, PNG or WebP. What a camera writes into it, such as the place, is taken out.",
        widget=forms.FileInput(attrs={"accept": ",".join(TAKEN.values())}),
    )
    picture_text = forms.CharField(
        label="What the picture shows",
        required=False,
        max_length=LONGEST_PICTURE_TEXT,
        help_text="In a sentence, for those who cannot see it. Needed with a picture.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    token = forms.CharField(max_length=LONGEST_TOKEN, widget=forms.HiddenInput)
    #: That it was asked whom namesakes mean.
    asked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: Any, wall: Wall, data: Any = None, files: Any = None) -> None:
        # An id of its own, since the page has other forms.
        super().__init__(data, files, auto_id="post_%s", initial={"token": new_token()})
        self.user, self.wall = user, wall
        self.questions: list[Question] = []
        purposes = [
            each for each in Purpose if each != Purpose.ANNOUNCEMENT or may_announce(user, wall)
        ]
        choice = self.fields["purpose"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(each.value, each.label) for each in purposes]

    @property
    def chosen(self) -> set[int]:
        """The profiles that are meant among namesakes."""
        given = self.data.getlist("who")[:MOST_CHOSEN] if hasattr(self.data, "getlist") else ()
        return {
            int(text)
            for text in given
            if text.isascii() and text.isdecimal() and len(text) < LONGEST_TOKEN // 2
        }

    def clean_picture(self) -> bytes:
        """The picture as it will be kept."""
        upload = self.cleaned_data["picture"]
        if not upload:
            return b""
        data = upload.read(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1)
        try:
            return bare_jpeg(upload.name or "", data, longest=LONGEST_SIDE)
        except UnfitError as error:
            raise ValidationError(f"This file {error}") from error

    def clean(self) -> dict[str, Any]:
        """See that there is what the kind of post needs."""
        cleaned = super().clean() or {}
        if cleaned.get("picture") and not (cleaned.get("picture_text") or "").strip():
            self.add_error(
                "picture_text", "Say what the picture shows, for those who cannot see it."
            )
        if cleaned.get("purpose") == Purpose.THANKS and "thanks" in cleaned:
            self._name_thanked(cleaned["thanks"])
        return cleaned

    def letter(self) -> Letter:
        """What is to be posted, once it is valid."""
        said = self.cleaned_data
        draft = Draft(said["text"], said["token"], chosen=self.chosen, was_asked=said["asked"])
        return Letter(
            draft=draft,
            purpose=Purpose(said["purpose"]),
            thanked=self.named.people,
            picture=said.get("picture") or b"",
            picture_text=said.get("picture_text") or "",
        )

    named = naming.Named()

    def _name_thanked(self, typed: str) -> None:
        self.named = naming.people_named(self.user, typed, self.chosen)
        for name in self.named.unknown:
            self.add_error(
                "thanks",
                f"Nobody here is called “{name}”. Write the full name, or the e-mail address.",
            )
        if self.named.questions:
            self.questions += self.named.questions
            self.add_error(
                "thanks", "More than one person has this name. Choose below whom you mean."
            )
        if not self.named.people and not self.errors.get("thanks"):
            self.add_error("thanks", "Say whom you thank.")


class AudienceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who reads a team's wall."""

    class Meta:
        model = Wall
        fields = ("audience",)
        widgets = {"audience": forms.RadioSelect}

    @property
    def audience(self) -> Audience:
        """What was chosen."""
        return Audience(self.cleaned_data["audience"])
