"""Numbers in addresses."""

import pytest
from django.test import Client

#: More than any database's id.
TOO_LONG = "9" * 30


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/wall/posts/%s/",
        "/talk/comment/%s/",
        "/notifications/%s/",
        "/notifications/follow/page/%s/",
        "/my-links/%s/",
        "/alerts/%s/dismiss/",
        "/events/%s.ics",
    ],
)
def test_an_id_that_no_database_could_hold_is_no_address(
    home: object, staff_client: Client, address: str
) -> None:
    assert staff_client.get(address % TOO_LONG).status_code == 404
    assert staff_client.post(address % TOO_LONG).status_code == 404
