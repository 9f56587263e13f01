"""The roles: which group may do what. docs/running/roles.md has the table, held by a test.

A role is a group with rights. Staff need none; a superuser has all. Rights of upper apps are named
here as strings, so that they stand in one place and nothing is imported upwards.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

#: Rights on pages and files hold for what they are given on and for all below it.
EDIT = ("wagtailcore.add_page", "wagtailcore.change_page")
PUBLISH = (
    *EDIT,
    "wagtailcore.publish_page",
    "wagtailcore.lock_page",
    "wagtailcore.unlock_page",
)
EVERY_PAGE = (*PUBLISH, "wagtailcore.bulk_delete_page")
USE_FILES = ("core.choose_image", "core.choose_document")
KEEP_FILES = (
    *USE_FILES,
    "core.add_image",
    "core.change_image",
    "core.add_document",
    "core.change_document",
)
KEEP_COLLECTIONS = (
    "wagtailcore.add_collection",
    "wagtailcore.change_collection",
    "wagtailcore.delete_collection",
)
ENTER_ADMIN = "wagtailadmin.access_admin"

PEOPLE_ADMIN = "People admin"
KEEP_PEOPLE = (
    "accounts.add_user",
    "accounts.change_user",
    "people.add_person",
    "people.change_person",
    "people.erase_person",
    *(
        f"people.{action}_{model}"
        for model in ("team", "location", "skill", "language")
        for action in ("add", "change", "delete")
    ),
)

SEARCH_EDITOR = "Search editors"
KEEP_SEARCH = (
    *(
        f"search.{action}_{model}"
        for model in ("bestbet", "synonym", "judgedquery")
        for action in ("add", "change", "delete")
    ),
    "search.change_weights",
    "search.view_entry",
    "insights.view_searchlog",
)

#: Not “Moderators”: Wagtail makes a group of that name, which publishes pages.
MODERATORS = "Conversation moderators"
MODERATE = ("conversations.moderate",)

SITE_ADMIN = "Site admin"
SEE_REACH = ("insights.view_reach",)
#: On the wall of everybody; whoever publishes a department announces on its own wall anyway.
ANNOUNCE = ("wall.announce",)
KEEP_SITE = (
    *KEEP_SEARCH,
    *SEE_REACH,
    *ANNOUNCE,
    "branding.change_brand",
    "core.add_topic",
    "core.change_topic",
    "core.delete_topic",
    "departments.open_department",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
)

MADE = "made"
WAS_THERE = "was there, and is left as it is"


@dataclass(frozen=True)
class SectionRole:
    """A group that publishes one section; `page` finds the section, or None while there is none.

    `missing` says, in a sentence, what to do then. `rights` are those it has beyond its section.
    """

    name: str
    page: Callable[[], Page | None]
    missing: str
    rights: tuple[str, ...] = ()


#: Roles that upper apps add in their `ready()`, since only they know their page.
section_roles: dict[str, SectionRole] = {}


@transaction.atomic
def make_roles() -> dict[str, str]:
    """Make the groups that are missing; what was done, by the group's name.

    Groups that exist are left as they are, so rights that a superuser changed stay changed.
    """
    root, files = Page.get_first_root_node(), Collection.get_first_root_node()
    done = {
        PEOPLE_ADMIN: _word(make_group(PEOPLE_ADMIN, KEEP_PEOPLE)),
        SEARCH_EDITOR: _word(make_group(SEARCH_EDITOR, KEEP_SEARCH, files={files: USE_FILES})),
        MODERATORS: _word(make_group(MODERATORS, MODERATE)),
        SITE_ADMIN: _word(
            make_group(
                SITE_ADMIN,
                KEEP_SITE,
                pages={root: EVERY_PAGE},
                files={files: (*KEEP_FILES, *KEEP_COLLECTIONS)},
            )
        ),
    }
    for role in section_roles.values():
        page = role.page()
        if page is None:
            done[role.name] = role.missing
        else:
            collection, _is_new = own_collection(page.title)
            made = make_section_group(role.name, page, PUBLISH, collection, role.rights)
            done[role.name] = _word(made)
    return done


def make_section_group(
    name: str,
    page: Page,
    rights: Iterable[str],
    collection: Collection,
    beyond: Iterable[str] = (),
) -> tuple[Group, bool]:
    """A group with rights on one section and its files, and `beyond` it; and whether it is new.

    It enters the admin and may use the files that everybody shares.
    """
    shared = Collection.get_first_root_node()
    return make_group(
        name, beyond, pages={page: rights}, files={collection: KEEP_FILES, shared: USE_FILES}
    )


def make_group(
    name: str,
    rights: Iterable[str] = (),
    *,
    pages: dict[Page, Iterable[str]] | None = None,
    files: dict[Collection, Iterable[str]] | None = None,
) -> tuple[Group, bool]:
    """A group that enters the admin and has these rights, and whether it is new.

    Rights are written `app.codename`; `pages` and `files` give them at a page or a collection. A
    group that exists is left as it is. Raises LookupError for a right that does not exist.
    """
    group, is_new = Group.objects.get_or_create(name=name)
    if not is_new:
        return group, False
    group.permissions.set(_permissions((ENTER_ADMIN, *rights)))
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page.pk, permission=permission)
        for page, names in (pages or {}).items()
        for permission in _permissions(names)
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for collection, names in (files or {}).items()
        for permission in _permissions(names)
    )
    log(instance=group, action="wagtail.create")
    return group, True


def own_collection(name: str) -> tuple[Collection, bool]:
    """A section's own collection of files, below the shared one, and whether it is new."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name).first()
    return (found, False) if found else (root.add_child(name=name), True)


def _word(made: tuple[Group, bool]) -> str:
    return MADE if made[1] else WAS_THERE


def _permissions(names: Iterable[str]) -> list[Permission]:
    """The rights of these names, each once."""
    wanted = set(names)
    any_of_them = Q()
    for app, _dot, codename in (name.partition(".") for name in wanted):
        any_of_them |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(any_of_them).select_related("content_type"))
    known = {f"{right.content_type.app_label}.{right.codename}" for right in found}
    if missing := wanted - known:
        raise LookupError(
            f"The database does not know the right {', '.join(sorted(missing))}."
            " Run manage.py migrate, then try again."
        )
    return found
