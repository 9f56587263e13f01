"""What the shared fields see to whoever makes the page."""

import pytest

from tests.factories.pages import ContentPageFactory

pytestmark = pytest.mark.django_db


def test_headings_of_a_page_made_by_code_have_anchors_of_their_own():
    words = {"text": "Before you travel", "level": "2"}
    page = ContentPageFactory(body=[("heading", dict(words)), ("heading", dict(words))])
    page.refresh_from_db()
    anchors = [block.value["anchor"] for block in page.body]
    assert anchors == ["before-you-travel", "before-you-travel-2"]
