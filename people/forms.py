"""The forms in which a profile is edited on the site, each with only what may be changed by who sees it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField

from core.folding import fold
from core.plain import plain_line
from core.uploads import UnfitError
from core.uploads.bare import TAKEN
from people.enums import LanguageLevel, SkillLevel
from people.models import Language, Person, PersonLanguage, PersonSkill, Skill
from people.photos import WHOLE, Cut, closest, portrait
from people.sections import LANGUAGES, SKILLS, Group, Section
from people.services.registers import entry_called
from people.words import label

#: How many skills, or languages, a person may have: more tell colleagues less.
MOST_ROWS = 30
NEW_ROWS = 3
#: A longer register is typed from, not chosen from: the list would be most of the page.
LONGEST_LIST = 300
#: What browsers and password managers know somebody's own details as.
AUTOCOMPLETE = {"preferred_name": "nickname", "phone": "work tel", "mobile": "mobile tel"}


@dataclass(frozen=True)
class Drawn:
    """Fields as they are drawn: under a legend, if there is one."""

    legend: str
    fields: list[BoundField]


class GroupedForm(forms.BaseForm):
    """A form whose fields stand in groups, and which takes errors about fields that it has not."""

    layout: Iterable[Group] = ()

    def groups(self) -> Iterator[Drawn]:
        """The groups, without fields that this form has not and without those that are empty then."""
        for group in self.layout:
            if fields := [self[name] for name in group.fields if name in self.fields]:
                yield Drawn(group.legend, fields)

    def add_error(self, field: str | None, error: Any) -> None:
        """Say it at its field; what is wrong with another part of the profile is said at the top."""
        problem = error if isinstance(error, ValidationError) else ValidationError(error)
        if field is not None or not hasattr(problem, "error_dict"):
            super().add_error(field, problem)
            return
        for name, problems in problem.error_dict.items():
            if name in self.fields:
                super().add_error(name, problems)
            elif name == NON_FIELD_ERRORS:
                super().add_error(None, problems)
            else:
                said = [f"{label(name)}: {text}" for one in problems for text in one.messages]
                super().add_error(None, [ValidationError(text) for text in said])


class DetailsForm(GroupedForm, forms.ModelForm):  # type: ignore[type-arg]
    """A section made of the profile's own fields."""

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()
        widgets = {
            "about": forms.Textarea(attrs={"rows": 8}),
            "start_date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "email": forms.EmailInput(attrs={"spellcheck": "false"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "mobile": forms.TextInput(attrs={"inputmode": "tel"}),
        }

    def apply(self) -> None:
        """Nothing more: a valid form has set the fields already."""


def details_form(
    section: Section, person: Person, fields: Iterable[str], *, is_own: bool, data: Any = None
) -> DetailsForm:
    """The form of a section with these of its fields."""
    kind: Any = forms.modelform_factory(
        Person, DetailsForm, fields=[name for name in section.fields if name in set(fields)]
    )
    form: DetailsForm = kind(data, instance=person)
    form.layout = section.groups
    for name, known in AUTOCOMPLETE.items():
        if name in form.fields:
            form.fields[name].widget.attrs["autocomplete"] = known if is_own else "off"
    if "location" in form.fields:
        where = form.fields["location"]
        assert isinstance(where, forms.ModelChoiceField)
        where.empty_label = "Not said"
    return form


@dataclass(frozen=True)
class Kind:
    """A register, and the rows by which people have entries of it."""

    relation: str
    entry: str
    register: Any
    row: Any
    levels: Any
    usual: str
    word: str


KINDS = {
    SKILLS.slug: Kind(
        "person_skills", "skill", Skill, PersonSkill, SkillLevel, SkillLevel.CAN_DO, "skill"
    ),
    LANGUAGES.slug: Kind(
        "person_languages",
        "language",
        Language,
        PersonLanguage,
        LanguageLevel,
        LanguageLevel.WORKING,
        "language",
    ),
}


class RowsForm(GroupedForm, forms.Form):
    """Skills or languages: those that are there, with their levels, and room for a few more."""

    def __init__(self, kind: Kind, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.kind, self.person = kind, person
        related = getattr(person, kind.relation).all().select_related(kind.entry)
        self.rows = {getattr(row, f"{kind.entry}_id"): row for row in related}
        self.known = dict(kind.register.objects.values_list("pk", "name")[: LONGEST_LIST + 1])
        self.layout = [*map(self._old, self.rows.values()), *map(self._new, range(NEW_ROWS))]

    def clean(self) -> dict[str, Any]:
        """See that nothing is there twice, and not too much."""
        cleaned = super().clean() or {}
        stays = {pk for pk in self.rows if not cleaned.get(f"remove_{pk}")}
        names = {fold(str(getattr(self.rows[pk], self.kind.entry))) for pk in stays}
        for number in range(NEW_ROWS):
            if name := self._named(number, cleaned):
                if fold(name) in names:
                    self.add_error(
                        f"name_{number}", f"“{name}” is there already. Change its level."
                    )
                names.add(fold(name))
        if len(names) > MOST_ROWS:
            self.add_error(
                None,
                f"These are {len(names)}, and {MOST_ROWS} are the most. Remove those that matter least.",
            )
        return cleaned

    def apply(self) -> None:
        """Set the person's rows; what was typed anew goes into the register."""
        said, rows = self.cleaned_data, []
        for pk, row in self.rows.items():
            if not said[f"remove_{pk}"]:
                row.level = said[f"level_{pk}"]
                rows.append(row)
        for number in range(NEW_ROWS):
            if name := self._named(number, said):
                entry = entry_called(self.kind.register, name)
                level = said[f"new_level_{number}"]
                rows.append(self.kind.row(**{self.kind.entry: entry, "level": level}))
        setattr(self.person, self.kind.relation, rows)

    def _named(self, number: int, said: Mapping[str, Any]) -> str:
        """What a new row says, chosen or typed; an error at the field if it says two things."""
        chosen, typed = said.get(f"known_{number}") or "", said.get(f"name_{number}") or ""
        name = self.known.get(int(chosen), "") if chosen else ""
        if name and typed and fold(name) != fold(typed) and f"name_{number}" not in self.errors:
            self.add_error(f"name_{number}", "Choose one from the list or type one, not both.")
        return name or typed

    def _old(self, row: Any) -> Group:
        pk = getattr(row, f"{self.kind.entry}_id")
        self.fields[f"level_{pk}"] = self._level(row.level)
        self.fields[f"remove_{pk}"] = forms.BooleanField(label="Remove", required=False)
        return Group((f"level_{pk}", f"remove_{pk}"), str(getattr(row, self.kind.entry)))

    def _new(self, number: int) -> Group:
        word = self.kind.word
        if 0 < len(self.known) <= LONGEST_LIST:
            choices = [("", "None"), *((str(pk), name) for pk, name in self.known.items())]
            self.fields[f"known_{number}"] = forms.ChoiceField(
                label=f"Choose a {word}", required=False, choices=choices
            )
        self.fields[f"name_{number}"] = NameField(
            label=f"Or type a {word}" if f"known_{number}" in self.fields else f"A {word}",
            required=False,
            max_length=80,
        )
        self.fields[f"new_level_{number}"] = self._level(self.kind.usual)
        names = (f"known_{number}", f"name_{number}", f"new_level_{number}")
        return Group(names, f"One more {word}" if number else f"A new {word}")

    def _level(self, initial: str) -> forms.ChoiceField:
        return forms.ChoiceField(label="Level", choices=self.kind.levels.choices, initial=initial)


class NameField(forms.CharField):
    """A name for a register: one line, with at least a letter or a digit in it."""

    def clean(self, value: Any) -> str:
        """The name as it will be kept."""
        name = plain_line(super().clean(value))
        if name and not any(letter.isalnum() for letter in name):
            raise ValidationError("Write it in words.")
        return name


class PhotoForm(GroupedForm, forms.Form):
    """A new photo; `portrait` is what is made of it."""

    file = forms.FileField(
        label="A picture from your device",
        help_text="JPEG, PNG or WebP. What a camera writes into it, such as the place, is taken out.",
        widget=forms.FileInput(attrs={"accept": ",".join(TAKEN.values())}),
        error_messages={"required": "Choose a picture first."},
    )

    def clean_file(self) -> bytes:
        """The picture as it will be kept."""
        upload = self.cleaned_data["file"]
        data = upload.read(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1)
        try:
            return portrait(upload.name or "", data)
        except UnfitError as error:
            raise ValidationError(f"This file {error}") from error


class RangeInput(forms.NumberInput):
    """A slider."""

    input_type = "range"


class CutForm(GroupedForm, forms.Form):
    """Which square of a photo is shown."""

    across = forms.IntegerField(
        label="Left or right", min_value=0, max_value=100, widget=RangeInput
    )
    down = forms.IntegerField(label="Up or down", min_value=0, max_value=100, widget=RangeInput)

    def __init__(self, image: Any, data: Any = None) -> None:
        super().__init__(data, initial=asdict(Cut.of(image)))
        most = closest(image)
        self.fields["closer"] = forms.IntegerField(
            label="Further away or nearer", min_value=WHOLE, max_value=most, widget=RangeInput
        )
        if most == WHOLE:
            self.fields["closer"].widget = forms.HiddenInput()

    @property
    def cut(self) -> Cut:
        """What was chosen, once it is valid."""
        return Cut(**self.cleaned_data)
