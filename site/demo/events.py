"""What is on at the demo department, counted from the week in which the demo comes in."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from core.models import Image
from departments.models import DepartmentPage
from events.clock import site_zone
from events.models import EventIndexPage, EventPage
from people.models import Location, Person

CONTENT = Path(__file__).resolve().parent / "content"
IMAGES = "original_images/"


def open_events(home: Page) -> None:
    """Make the list of events where there is none yet."""
    if EventIndexPage.objects.exists():
        return
    given = _given()
    events = EventIndexPage(
        title=given["title"], slug="events", summary=given["summary"], show_in_menus=True
    )
    _publish(home, events, None)


def plan_events() -> None:
    """Bring in what is on, where nothing is yet: once, then it is the editors'."""
    events = EventIndexPage.objects.first()
    if events is None or EventPage.objects.exists():
        return
    editor = User.objects.filter(username="comms").first()
    for said in _given()["events"]:
        _publish(events, _event(said), editor)


def _given() -> dict[str, Any]:
    given: dict[str, Any] = yaml.safe_load((CONTENT / "events.yaml").read_text("utf-8"))
    return given


def _publish(parent: Page, page: Page, editor: User | None) -> None:
    page.live = False
    page.owner = editor
    parent.add_child(instance=page)
    revision = page.save_revision(user=editor, log_action=True)
    revision.publish(user=editor, skip_permission_checks=True)  # an older demo's comms may not


def _event(said: dict[str, Any]) -> EventPage:
    days = _days(said)
    return EventPage(
        title=said["title"],
        slug=said["slug"],
        summary=said["summary"],
        starts_on=days[0],
        ends_on=days[1] if days[1] != days[0] else None,
        starts_time=_time(said.get("starts")),
        ends_time=_time(said.get("ends")),
        all_day=said.get("whole_days", False),
        time_zone=said.get("zone", site_zone()),
        place=said.get("place", ""),
        online_link=said.get("online", ""),
        booking_link=said.get("booking", ""),
        location=Location.objects.filter(name=said.get("location")).first(),
        department=DepartmentPage.objects.filter(slug=said.get("department")).first(),
        contact=Person.objects.filter(employee_id=said.get("contact")).first(),
        lead_image=_image(said.get("image")),
        lead_image_alt=said.get("image_alt", ""),
        body=[("text", text) for text in said.get("text", ())],
    )


def _days(said: dict[str, Any]) -> tuple[date, date]:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=said["week"])
    first = monday + timedelta(days=said["day"])
    return first, monday + timedelta(days=said.get("last_day", said["day"]))


def _time(said: str | None) -> time | None:
    return time.fromisoformat(said) if said else None


def _image(name: str | None) -> Image | None:
    found = Image.objects.filter(file__startswith=f"{IMAGES}{name}") if name else None
    return found.order_by("pk").first() if found is not None else None
