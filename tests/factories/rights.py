"""People who may do something in a part of the site."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import User
from tests.factories.accounts import UserFactory


def person_with(page: Page, *rights: str, **fields: Any) -> User:
    """Somebody who enters the CMS and has these rights (`wagtailcore.change_page`) on a page."""
    person = UserFactory(**fields)
    group = Group.objects.create(name=f"Rights of {person.username}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for right in rights:
        app, codename = right.split(".")
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupPagePermission.objects.create(
            group=group, page=Page.objects.get(pk=page.pk), permission=permission
        )
    person.groups.add(group)
    return person


def give_files(person: User, collection: Collection, *rights: str) -> None:
    """Give the person's group rights (`core.choose_image`) on the files of a collection."""
    group = person.groups.get(name=f"Rights of {person.username}")
    for right in rights:
        app, codename = right.split(".")
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.create(
            group=group, collection=collection, permission=permission
        )
