"""Saving in the CMS goes through the services, once: the log, the history and the revision are theirs."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.http import HttpResponse
from django.utils.timesince import timesince
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.views.generic import RevisionsRevertMixin

from people.permissions import FieldLockedError

MEANWHILE = (
    "{who} changed this {ago} ago, while you had it open. Nothing of yours is saved yet. "
    "Look under History at what they changed, then save again: what you see here then holds."
)
TWICE = "Somebody else saved the same thing in the same moment. Look at what is there now, and save again."


class SavesThroughService:
    """For the views that add, edit and restore: `save` is what the view's model is saved by.

    What the service refuses is an error of the form. What somebody else saved meanwhile is not
    overwritten unsaid. Nothing is saved while somebody types, since what is saved is live.
    """

    def setup(self: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        """Switch off the saving by itself."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False

    def save(self, instance: Any) -> None:
        """Save with all that belongs to it. Raises ValidationError or FieldLockedError."""
        raise NotImplementedError

    def is_valid(self: Any, form: Any) -> bool:
        """Whether the form may be saved; not if somebody else did so since it was opened."""
        if self.view_name != "create" and self.was_changed_meanwhile():
            self.produced_error_code = "invalid_revision"
            revision = self.live_object.latest_revision
            self.produced_error_message = MEANWHILE.format(
                who=user_display_name(revision.user) or "Somebody",
                ago=timesince(revision.created_at).replace("\xa0", " "),
            )
            return False
        valid: bool = super().is_valid(form)  # type: ignore[misc]
        return valid

    def was_changed_meanwhile(self: Any) -> bool:
        """Whether the form was opened before the last change; the form says so where there was one."""
        opened = self.request.POST.get("loaded_revision_id", "")
        newest = self.live_object.latest_revision_id
        return newest is not None and opened != str(newest)

    def save_instance(self: Any) -> Any:
        """Save what the form says through the service. Raises ValidationError for what it refuses."""
        instance = self.form.save(commit=False)
        try:
            self.save(instance)
        except FieldLockedError as error:
            raise ValidationError(str(error)) from error
        except IntegrityError as error:
            raise ValidationError(TWICE) from error
        self.new_revision = instance.latest_revision
        self.has_content_changes = self.form.has_changed()
        return instance

    def form_valid(self: Any, form: Any) -> HttpResponse:
        """Save and go on; what was refused is shown at its field."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            for name, messages in _by_field(error).items():
                form.add_error(name if name in form.fields else None, messages)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class RestoresThroughService(SavesThroughService, RevisionsRevertMixin):
    """For the view that brings back an old version: of what the form has, and of nothing else.

    Account, address and dates of leaving or erasing are never brought back with it.
    """

    def get_object(self: Any, queryset: Any = None) -> Any:
        """The thing as it is now, with the old version's words in the fields."""
        old = super().get_object(queryset)
        now = self.model._default_manager.get(pk=old.pk)
        take_over(now, old, self.restorable(now))
        return now

    def restorable(self: Any, now: Any) -> list[str]:
        """The names of the fields and rows that may be brought back."""
        raise NotImplementedError


def take_over(now: Any, old: Any, names: list[str]) -> None:
    """Give one thing the fields and rows of another.

    Rows that are gone are new ones, and rows that point to what is gone are left out.
    """
    for name in names:
        if isinstance(now._meta.get_field(name), models.ManyToOneRel):
            there = {row.pk for row in getattr(now, name).all()}
            rows = [row for row in getattr(old, name).all() if _stands(row)]
            for row in rows:
                row.pk = row.pk if row.pk in there else None
            getattr(now, name).set(rows)
        else:
            setattr(now, name, getattr(old, name))


def _stands(row: models.Model) -> bool:
    """Whether everything that a row points to is there."""
    links = [field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return all(
        field.related_model._default_manager.filter(pk=number).exists()
        for field in links
        if (number := getattr(row, field.attname)) is not None
    )


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return dict(error.message_dict)
    return {NON_FIELD_ERRORS: error.messages}
