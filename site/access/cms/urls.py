"""Addresses of the CMS that answer with ours: they are asked before Wagtail's own."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from access.cms.privacy import SetCollectionPrivacy

before_wagtails = [
    path(
        "admin/collections/<int:collection_id>/privacy/",
        never_cache(require_admin_access(SetCollectionPrivacy.as_view())),
        name="access_set_collection_privacy",
    ),
]
