"""The groups of the demo: the roles of the house, and each department's own."""

from accounts.roles import make_roles
from departments.models import DepartmentPage
from departments.services import open_department

DEPARTMENT_DEPTH = 3


def make_groups() -> None:
    """Every role, and each department's groups, files and workflow. What exists is left as it is."""
    make_roles()
    for department in DepartmentPage.objects.filter(depth=DEPARTMENT_DEPTH):
        open_department(department.title)
