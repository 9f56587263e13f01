"""From what a clock on the wall shows to the instant it means, and back, in any time zone.

Twice a year a zone with summer time makes this hard: in spring an hour is left out, so its times do not exist; in
autumn an hour comes twice, so its times mean two instants.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

#: Where people are; the rest of the database are old names and offsets.
REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
MIDNIGHT = time()


def site_zone() -> str:
    """The name of the site's own time zone."""
    return settings.TIME_ZONE


@cache
def zone_names() -> tuple[str, ...]:
    """The names of all time zones that an event can be in, by name; the site's own and UTC before them."""
    places = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS)
    return tuple(dict.fromkeys((site_zone(), "UTC", *places)))


def zone_choices() -> list[tuple[str, str]]:
    """The zones as a list to choose from: “America / New York”."""
    return [(name, in_words(name)) for name in zone_names()]


def in_words(zone: str) -> str:
    """A zone's name as people write it."""
    return zone.replace("_", " ").replace("/", " / ")


def city(zone: str) -> str:
    """The place that a zone is named after: “New York”."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def combined(day: date, clock: time | None) -> datetime:
    """What the wall shows: a day, and a time of it or its beginning."""
    return datetime.combine(day, clock or MIDNIGHT)


def instant(wall: datetime, zone: str, *, second: bool = False) -> datetime:
    """The instant, in UTC, at which clocks in `zone` show `wall`.

    Of a time that comes twice it is the first, or the second if that is asked for. Of a time that is left out it is
    as long after the change as the clock says, so a day that begins with a gap begins when the gap ends.
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=int(second)).astimezone(UTC)


def on_the_wall(moment: datetime, zone: str) -> datetime:
    """What clocks in `zone` show at an instant, knowing its zone."""
    return moment.astimezone(ZoneInfo(zone))


def is_left_out(wall: datetime, zone: str) -> bool:
    """Whether clocks in `zone` never show `wall`, since they are put forward over it."""
    back = on_the_wall(instant(wall, zone), zone)
    return back.replace(tzinfo=None, fold=0) != wall.replace(fold=0)


def comes_twice(wall: datetime, zone: str) -> bool:
    """Whether clocks in `zone` show `wall` twice, since they are put back over it."""
    if is_left_out(wall, zone):
        return False
    return instant(wall, zone) != instant(wall, zone, second=True)


def after_the_gap(wall: datetime, zone: str) -> datetime:
    """The first time that clocks in `zone` show after having left out `wall`."""
    # The two readings of a time that is left out lie on either side of the change: halve until it is found.
    before, after = instant(wall, zone, second=True), instant(wall, zone)
    changed = on_the_wall(after, zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if on_the_wall(middle, zone).utcoffset() == changed:
            after = middle
        else:
            before = middle
    return on_the_wall(after, zone).replace(tzinfo=None, microsecond=0)


def same_clock(moment: datetime, zone: str, other: str) -> bool:
    """Whether clocks in two zones show the same at an instant."""
    return on_the_wall(moment, zone).utcoffset() == on_the_wall(moment, other).utcoffset()
