"""Times on the site's clock, in summer and in winter."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.clock import WallClockField, WallClockFormField, on_the_clock


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2037-06-01 09:00", datetime(2037, 6, 1, 8, tzinfo=UTC)),
        ("2037-12-01 09:00", datetime(2037, 12, 1, 9, tzinfo=UTC)),
        ("2037-03-29 00:59", datetime(2037, 3, 29, 0, 59, tzinfo=UTC)),
        ("2037-03-29 02:00", datetime(2037, 3, 29, 1, tzinfo=UTC)),
        ("2037-10-25 00:59", datetime(2037, 10, 24, 23, 59, tzinfo=UTC)),
        ("2037-10-25 02:00", datetime(2037, 10, 25, 2, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Asia/Kolkata"])
def test_a_time_is_the_sites_whatever_the_editors_zone(
    typed: str, meant: datetime, zone: str
) -> None:
    field = WallClockField().formfield()
    assert isinstance(field, WallClockFormField)
    with timezone.override(zone):
        assert field.clean(typed) == meant
        assert f"{field.prepare_value(meant):%Y-%m-%d %H:%M}" == typed
        assert on_the_clock(meant).endswith(typed[-5:])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2037-03-29 01:30", "There is no 01:30 on 29 March 2037: the clocks go forward then."),
        ("2037-10-25 01:30", "01:30 on 25 October 2037 comes twice: the clocks go back then."),
        ("next week", "Enter a valid date/time."),
    ],
)
def test_a_time_that_is_never_or_twice_is_refused_with_a_word_how_to_mend_it(
    typed: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        WallClockFormField().clean(typed)


def test_a_time_may_be_left_empty() -> None:
    assert WallClockFormField(required=False).clean("") is None
