"""People whom front matter names by their e-mail address: authors and owners."""

from collections.abc import Iterable, Mapping

from people.models import Person
from transfer.names import name_of
from transfer.plan import Planned
from transfer.report import Met, Report


class People:
    """Profiles by e-mail address, asked for once an import."""

    def __init__(self, pages: Mapping[str, Planned], report: Report) -> None:
        self.report = report
        wanted = {mail for page in pages.values() for mail in (*page.author_mails, page.owner_mail)}
        found = Person.objects.here().filter(email__in=wanted - {""})
        self.ids: dict[str, int] = dict(found.values_list("email", "pk"))

    def authors(self, page: Planned) -> tuple[list[int], str]:
        """The ids of a story's authors with a profile, and the names of the others in one line."""
        known = [self.ids[mail] for mail in page.author_mails if mail in self.ids]
        strangers = [mail for mail in page.author_mails if mail not in self.ids]
        for mail in strangers:
            self._tell(page, mail, "the author's name was made from the address")
        names = (page.fields.get("author", ""), *_names(strangers))
        return list(dict.fromkeys(known)), ", ".join(filter(None, names))

    def owner(self, page: Planned) -> int | None:
        """The id of the person who owns a page, or None, and told, if nobody has that address."""
        if page.owner_mail and page.owner_mail not in self.ids:
            self._tell(page, page.owner_mail, "the page has no owner")
        return self.ids.get(page.owner_mail)

    def _tell(self, page: Planned, mail: str, so: str) -> None:
        self.report.add(Met.FIELD, page.file, 1, f"Nobody here has the address {mail[:80]}: {so}.")


def _names(mails: Iterable[str]) -> list[str]:
    return [name_of(mail.partition("@")[0]) for mail in mails]
