"""Opening a department in the CMS, and what is to be done next."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from departments.forms import OpenDepartmentForm
from departments.models import DepartmentPage
from departments.permissions import may_change_accounts, may_open_departments
from departments.services import DepartmentRefusedError, open_department


class _ForOpeners(WagtailAdminTemplateMixin):
    """A screen for those who may open departments; the CMS answers everybody else."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not open departments."""
        if not may_open_departments(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way here."""
        here = {"url": reverse("open_department"), "label": "Open a department"}
        return [*super().get_breadcrumbs_items(), here]


class OpenDepartmentView(_ForOpeners, FormView):  # type: ignore[type-arg]
    """The form, and opening the department."""

    form_class = OpenDepartmentForm
    template_name = "departments/open.html"
    page_title = "Open a department"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the CMS's frame for forms asks for."""
        context = super().get_context_data(**kwargs)
        return context | {
            "action_url": reverse("open_department"),
            "submit_button_label": "Open the department",
            "submit_button_active_label": "Opening…",
            "media": context["form"].media,
        }

    def form_valid(self, form: OpenDepartmentForm) -> HttpResponse:
        """Open it; what was made, and what was there, is said on the next page."""
        given = form.cleaned_data
        try:
            opening = open_department(
                given["name"],
                purpose=given["purpose"],
                live=given["publish"],
                user=self.request.user,
            )
        except DepartmentRefusedError as error:  # somebody was quicker
            form.add_error(error.about, str(error))
            return self.form_invalid(form)
        if opening.made:
            messages.success(self.request, f"Made {'; '.join(opening.made)}.")
        if opening.there:
            messages.info(
                self.request, f"There already, and left as it is: {'; '.join(opening.there)}."
            )
        return redirect("department_opened", opening.page.pk)


class DepartmentOpenedView(_ForOpeners, TemplateView):
    """What a department has, and what is to be done next."""

    template_name = "departments/opened.html"
    page_title = "Department"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the department's page, its groups with their `members`, and its workflow."""
        department = get_object_or_404(DepartmentPage, pk=self.kwargs["pk"])
        self.page_subtitle = department.title
        groups = Group.objects.filter(page_permissions__page=department.page_ptr).distinct()
        return super().get_context_data(**kwargs) | {
            "department": department,
            "groups": groups.annotate(members=Count("user", distinct=True)).order_by("name"),
            "workflow": department.get_workflow(),
            "may_change_accounts": may_change_accounts(self.request.user),
        }
