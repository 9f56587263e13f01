"""The admin's API, which its explorer menu reads and which could delete past the bin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from core.trash.services import BinRefusedError, throw_away


class PutInBin(DeletePageAPIAction):
    """Deleting by the API puts the page into the bin."""

    def execute(self, instance: Page, data: Any) -> Response:
        """Answer 204, 400 with the reason, or 403."""
        user = self.request.user
        if not instance.permissions_for_user(user).can_delete():
            raise PermissionDenied
        try:
            throw_away(instance, user)
        except BinRefusedError as error:
            raise ValidationError({"page": [str(error)]}) from error
        return Response(status=status.HTTP_204_NO_CONTENT)


class PagesViewSet(PagesAdminAPIViewSet):
    """Wagtail's, with our way to delete, and searched in what is shown."""

    actions = {**PagesAdminAPIViewSet.actions, "delete": PutInBin}

    def get_base_queryset(self) -> Any:
        """What may be explored: by key where it is searched, since search takes no other condition."""
        found = super().get_base_queryset()
        if "search" not in self.request.GET:
            return found
        return Page.objects.filter(pk__in=found.order_by().values("pk"))
