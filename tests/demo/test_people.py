"""The demo's people."""

import pytest

from demo.sign_ins import SIGN_INS
from news.models import NewsPage
from people.models import Membership, Person, Team


def test_there_are_sixty_people_in_eight_teams_of_one_department(demo):
    assert Person.objects.here().count() == 60
    assert Team.objects.filter(parent__isnull=False).count() == 8
    assert Team.objects.get(parent=None).name == "Department for Coasts and Harbours"
    assert Membership.objects.going_on().filter(is_primary=True).count() == 60
    assert not Team.objects.filter(parent__isnull=False).exclude(memberships__is_lead=True).exists()


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda one: one.username)
def test_who_signs_in_has_a_profile_of_their_own(demo, sign_in):
    person = Person.objects.get(user__username=sign_in.username)
    assert person.email == sign_in.email
    assert person.about


def test_people_say_where_they_work_and_some_what_they_can(demo):
    assert not Person.objects.filter(location=None).exists()
    assert all(person.week for person in Person.objects.all())
    assert Person.objects.exclude(person_skills=None).distinct().count() > 15


def test_every_story_with_an_author_leads_to_a_profile(demo):
    stories = NewsPage.objects.exclude(story_authors=None).distinct()
    assert stories.count() >= 25
    assert not NewsPage.objects.exclude(author="").exists()
