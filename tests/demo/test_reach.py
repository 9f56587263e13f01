"""What the demo tells of its stories' reach."""

from django.contrib.auth.models import Permission

from accounts.models import User
from demo.reach import dress_reach
from departments.models import DepartmentPage
from insights.models import Reach, Read, SearchLog, TimeReach
from insights.reach.batches import FEWEST
from insights.reach.figures import of_stories, of_story
from insights.reach.permissions import stories_for
from news.models import NewsPage


def test_its_latest_stories_were_read_by_departments(demo):
    admin = User.objects.get(username="admin")
    rows = [row for row in of_stories(stories_for(admin), 90) if row.reads]
    assert len(rows) >= 6
    for row in rows:
        report = of_story(NewsPage.objects.get(pk=row.number), 90, admin)
        assert len(report.departments) >= 3
        assert report.readers <= 70
        assert row.median
    assert max(row.readers for row in rows) > min(row.readers for row in rows)


def test_its_figures_are_about_five_readers_or_more_and_about_nobody(demo):
    for row in Reach.objects.all():
        assert row.readers == 0 or row.readers >= FEWEST
        assert row.reads >= max(FEWEST, row.readers)
        assert row.department <= 0 or DepartmentPage.objects.filter(pk=row.department).exists()
    assert all(row.readers >= FEWEST for row in TimeReach.objects.all())
    assert not Read.objects.exists()


def test_some_of_it_was_searched_for(demo):
    assert SearchLog.objects.filter(clicked_page__isnull=False).by_query(at_least=3)


def test_it_is_told_once(demo):
    before = list(Reach.objects.values())
    dress_reach()
    assert list(Reach.objects.values()) == before


def test_comms_see_all_stories_and_editors_do_not(demo):
    right = Permission.objects.get(codename="view_reach")
    assert right.group_set.filter(name="News team").exists()
    comms = User.objects.get(username="comms")
    assert comms.has_perm("insights.view_reach")
    assert not User.objects.get(username="editor").has_perm("insights.view_reach")
