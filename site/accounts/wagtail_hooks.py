"""What accounts puts in the place of the CMS's own."""

from wagtail import hooks

from accounts.bulk_actions import AssignRole, Delete, SetActiveState

for action in (AssignRole, Delete, SetActiveState):
    # After Wagtail's own of the same name, which it thereby replaces.
    hooks.register("register_bulk_action", action, order=100)
