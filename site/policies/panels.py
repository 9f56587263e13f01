"""What policies show on other apps' pages."""

from django.http import HttpRequest
from wagtail.models import Page

from core.models import hide_closed_departments
from core.registry import Panel
from policies.models import PolicyPage

SHOWN = 8


def policies_of_department(request: HttpRequest, department: Page) -> Panel | None:
    """The policies that the department looks after, by name."""
    policies = PolicyPage.objects.of_department(department).readable_by(request.user)
    found = hide_closed_departments(policies.order_by("title").for_listing()[:SHOWN], request.user)
    return (
        Panel("Policies", "policies/department_panel.html", {"policies": found}) if found else None
    )
