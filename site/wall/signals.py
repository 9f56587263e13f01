"""Whatever is written of posts, search hears of it in the same transaction; what is deleted leaves nothing behind."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished

from access.settle import PAGES, Tree, rules_settled
from conversations.services.forgetting import forget_subjects
from wall.changes import posts_changed, walls_changed
from wall.models import Post, Thanks, Wall


def post_saved(instance: Post, **_kwargs: Any) -> None:
    """A post was written, changed, hidden or shown again; or its author took it back, with all that hung on it."""
    if instance.deleted_at is not None:
        _strip(instance)
    posts_changed([instance.pk])


def post_deleted(instance: Post, **_kwargs: Any) -> None:
    """A post is gone, with its wall: so are the replies to it, and all that was said about it."""
    _drop_picture(instance)
    forget_subjects(Post.kind, [instance.pk])
    posts_changed([instance.pk])


def department_changed(instance: Any, **_kwargs: Any) -> None:
    """A department's page was published, taken down or renamed: its wall is there, or is not."""
    walls_changed(_walls(department=instance.pk))


def team_changed(instance: Any, **_kwargs: Any) -> None:
    """A team may have another name, or another department."""
    walls_changed(_walls(team=instance.pk))


def rules_changed(sender: Any, tree: Tree, paths: Iterable[str], **_kwargs: Any) -> None:
    """Departments' pages are more open or more closed, and their walls with them."""
    if tree is PAGES:
        below = reduce(or_, (Q(department__path__startswith=path) for path in paths), Q(pk__in=()))
        walls_changed(_walls(below))


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    post_save.connect(post_saved, sender=Post, dispatch_uid="wall-post-saved")
    post_delete.connect(post_deleted, sender=Post, dispatch_uid="wall-post-deleted")
    department, team = _owner("department"), _owner("team")
    for signal in (post_save, page_published, page_unpublished):
        signal.connect(
            department_changed, sender=department, dispatch_uid="wall-department-changed"
        )
    post_save.connect(team_changed, sender=team, dispatch_uid="wall-team-changed")
    rules_settled.connect(rules_changed, dispatch_uid="wall-rules-changed")


def _walls(*where: Q, **fields: Any) -> list[int]:
    return list(Wall.objects.filter(*where, **fields).values_list("pk", flat=True))


def _owner(name: str) -> Any:
    """The model of what has a wall, by the wall's field."""
    return Wall._meta.get_field(name).related_model


def _strip(post: Post) -> None:
    Thanks.objects.filter(post=post).delete()
    _drop_picture(post)
    if post.picture or post.pinned_at:
        gone = {"picture": "", "picture_text": "", "pinned_at": None, "answered_at": None}
        Post.objects.filter(pk=post.pk).update(**gone)


def _drop_picture(post: Post) -> None:
    if post.picture:
        storage, name = post.picture.storage, str(post.picture.name)
        transaction.on_commit(lambda: storage.delete(name))
