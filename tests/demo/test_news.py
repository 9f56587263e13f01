"""What the demo's news team keeps, as its readers and editors find it."""

from demo.news import dress_news
from home.models import HomePage
from news.models import Alert, NewsPage, NewsSeries, PinnedStory, StoryTemplate, StoryTold


def test_a_series_of_two_an_alert_a_correction_pins_and_a_template_are_there(demo, sign_in):
    staff = sign_in("staff")
    page = staff.get("/news/last-paper-licence/").content.decode()
    assert "Part 1 of 2" in page
    assert "Licensing without paper" in page
    pay = staff.get("/news/pay-in-december/").content.decode()
    assert "Capstan is away on Saturday morning" in pay
    assert "6 November 2026, 12:00" in pay
    assert "What this means for you" in pay
    assert [pin.story.slug for pin in PinnedStory.objects.at(None)] == [
        "storm-desk-opens",
        "pay-in-december",
    ]
    template = StoryTemplate.objects.get()
    assert [block.block_type for block in template.body] == ["heading"] * 3
    assert template.topics.exists()


def test_it_comes_in_once(demo):
    def counts():
        kept = (NewsSeries, Alert, PinnedStory, StoryTemplate)
        return [model.objects.count() for model in kept]

    before = counts()
    dress_news(HomePage.objects.get())
    assert counts() == before == [1, 1, 2, 1]


def test_nobody_is_told_of_stories_that_came_with_the_demo(demo):
    """They bear dates of their own, so they are no news."""
    told = StoryTold.objects.count()
    assert told == NewsPage.objects.live().count()
