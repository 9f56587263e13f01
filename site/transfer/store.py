"""Images, documents and topics in the database, each once."""

from collections.abc import Iterable
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Collection

from core.models import Document, Image, Topic
from transfer.files import Files, Usable
from transfer.models import ImportedFile
from transfer.names import title_of
from transfer.raw import Id
from transfer.report import Met, Report


class Store:
    """Puts a tree's files where they are missing, and remembers them by their path in the tree."""

    def __init__(
        self, tree: str, files: Files, report: Report, user: AbstractBaseUser | None
    ) -> None:
        self.tree = tree
        self.files = files
        self.report = report
        self.user = user
        self.images: dict[str, Id] = {}
        self.documents: dict[str, Id] = {}
        #: What was put on disk, to be taken away if the transaction fails.
        self.written: list[Image | Document] = []

    def look(self, images: Iterable[str], documents: Iterable[str]) -> None:
        """Find what is there already; count what is missing and give it a name in place of an id."""
        for model, paths, found, usable in (
            (Image, images, self.images, self.files.image),
            (Document, documents, self.documents, self.files.document),
        ):
            wanted = {path: file for path in paths if isinstance(file := usable(path), Usable)}
            digests = {file.digest for file in wanted.values()}
            known = _by_digest(model, digests) | self._imported(model, digests)
            for path, file in wanted.items():
                found[path] = known.get(file.digest, f"new:{file.digest}")

    def _imported(self, model: type[Image] | type[Document], digests: set[str]) -> dict[str, int]:
        """What came from this tree before. Editors may have put it into a closed collection since."""
        kind = "image" if model is Image else "document"
        rows = ImportedFile.objects.filter(tree=self.tree, **{f"{kind}__isnull": False})
        found = rows.order_by("-pk").values_list("digest", f"{kind}_id")
        return {digest: number for digest, number in found if digest in digests}

    def missing(self) -> tuple[int, int]:
        """How many images and documents there are to add."""
        return tuple(  # type: ignore[return-value]
            len({number for number in found.values() if isinstance(number, str)})
            for found in (self.images, self.documents)
        )

    def fill(self, details: dict[str, tuple[str, str]]) -> None:
        """Add what `look` found missing. `details` are an image's description and credit by path."""
        for found, make in ((self.images, self._image), (self.documents, self._document)):
            made: dict[str, int] = {}
            for path, number in list(found.items()):
                if isinstance(number, str):
                    new = made.get(number) or make(path, details.get(path, ("", "")))
                    if new is None:
                        del found[path]
                    else:
                        found[path] = made[number] = new

    def undo(self) -> None:
        """Take the written files away again: their rows are gone with the transaction."""
        for row in self.written:
            row.file.storage.delete(row.file.name)

    def _image(self, path: str, details: tuple[str, str]) -> int | None:
        file = self.files.image(path)
        if isinstance(file, str):
            return None
        description, credit = details
        image = Image(
            title=(description or title_of(Path(path).stem))[:255],
            description=description[:255],
            credit=credit,
            is_decorative=not description,
            uploaded_by_user=self.user,
        )
        return self._save(image, path, file)

    def _document(self, path: str, _details: tuple[str, str]) -> int | None:
        file = self.files.document(path)
        if isinstance(file, str):
            return None
        document = Document(title=title_of(Path(path).stem)[:255], uploaded_by_user=self.user)
        return self._save(document, path, file)

    def _save(self, row: Image | Document, path: str, file: Usable) -> int | None:
        """Save a row with its file. A file that cannot be stored is told, and the rest goes on."""
        data = file.content if file.content is not None else file.path.read_bytes()
        row.file = ContentFile(data, name=file.name)
        row.file_size, row.file_hash = len(data), file.digest
        try:
            with transaction.atomic():
                row.save()
                kind = "image" if isinstance(row, Image) else "document"
                ImportedFile.objects.create(tree=self.tree, digest=file.digest, **{kind: row})
        except (OSError, ValueError) as error:
            kind = Met.IMAGE if isinstance(row, Image) else Met.FILE
            self.report.add(kind, path, 0, f"It could not be stored: {error}")
            return None
        finally:
            if row.file and getattr(row.file, "_committed", False):
                self.written.append(row)
        return int(row.pk)


def topics(names: Iterable[str]) -> dict[str, Topic]:
    """The topics of these names, in any case of letters; missing ones are made."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name.casefold(), name)
    found = {topic.name.casefold(): topic for topic in Topic.objects.all()}
    for folded, name in wanted.items():
        if folded not in found:
            topic = Topic(name=name)
            topic.slug = topic.slugify(name) or slugify(name)
            topic.save()
            found[folded] = topic
    return found


def _by_digest(model: type[Image] | type[Document], digests: set[str]) -> dict[str, int]:
    """What is in the open collection already, by digest: a closed one's files stay its own."""
    root = Collection.get_first_root_node()
    found: dict[str, int] = {}
    wanted = sorted(digests)
    for start in range(0, len(wanted), 500):
        rows = model.objects.filter(file_hash__in=wanted[start : start + 500], collection=root)
        found |= dict(rows.order_by("-pk").values_list("file_hash", "pk"))
    return found
