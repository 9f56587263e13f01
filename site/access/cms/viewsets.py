"""The views of pages in the CMS that ours take the place of."""

from wagtail.admin.viewsets.pages import PageViewSet

from access.cms.moves import Copy, MoveConfirm
from access.cms.privacy import SetPrivacy


class RulePageViewSet(PageViewSet):
    """Wagtail's views, where who may see a page is changed: in words, with numbers, and first.

    A viewset for one type of page is to be made from this one.
    """

    copy_view_class = Copy
    move_confirm_view_class = MoveConfirm
    set_privacy_view_class = SetPrivacy
