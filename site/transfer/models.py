"""What an import remembers, so that the next one changes only what changed."""

from django.db import models
from wagtail.models import Page


class ImportedPage(models.Model):
    """That a page came from a file of a tree, and what was written the last time."""

    tree = models.CharField(
        max_length=255, help_text="Where the tree hangs: the address given by --at."
    )
    source = models.CharField(max_length=700, help_text="The file's path in the tree.")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    source_digest = models.CharField(max_length=64, help_text="Of what the file says.")
    written_digest = models.CharField(max_length=64, help_text="Of what the page was given.")
    revision = models.PositiveBigIntegerField(
        null=True, help_text="The revision that the import made, to know an editor's later one."
    )
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("tree", "source"), name="transfer_file_once"),
        )

    def __str__(self) -> str:
        return f"{self.tree}: {self.source}"


class ImportedFile(models.Model):
    """That a picture or a document came from a file of a tree, wherever editors have put it since."""

    tree = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="Of the file as it was imported.")
    image = models.ForeignKey("core.Image", null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(
        "core.Document", null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=("tree", "digest"), name="transfer_file"),)

    def __str__(self) -> str:
        return f"{self.tree}: {self.digest}"


class ImportedRedirect(models.Model):
    """That a redirect was made by an import: only these does a later import change."""

    redirect = models.OneToOneField(
        "wagtailredirects.Redirect", on_delete=models.CASCADE, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.redirect)


class ImportedTeam(models.Model):
    """Which team a unit of the staff file is, whatever editors have called it or where they put it since."""

    organisation = models.CharField(max_length=255, blank=True)
    unit = models.CharField(max_length=255, blank=True, help_text="Empty: the organisation itself.")
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "unit"), name="transfer_unit_once"),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.unit}"


class ImportedPerson(models.Model):
    """That somebody came from the staff file, and what it said of them that they may say better."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    id_digest = models.CharField(
        max_length=64,
        db_index=True,
        help_text="Of the employee id: who was erased is not brought back, and not named either.",
    )
    personal = models.JSONField(
        default=dict,
        help_text="For each such field the digests of what the file said and of what was written.",
    )
    closed_on = models.DateField(
        null=True, help_text="The last day that they were given for not being in the file any more."
    )

    def __str__(self) -> str:
        return f"Person {self.person_id}"
