"""What the demo's people follow, and what the bell tells one of them at first."""

from django.db.models import QuerySet

from accounts.models import User
from core.notices import Notice, NoticeKind, tell
from demo.sign_ins import DEPARTMENT
from departments.models import DepartmentPage
from news.models import NewsPage
from notifications.models import Follow
from people.models import Person
from policies.models import PolicyPage

READER, COLLEAGUE = "staff", "comms"
STORIES = 2


def follow_things(made: set[str]) -> None:
    """Let whoever reads the demo follow a department and a colleague, and be told of some things; once."""
    if READER not in made:
        return
    reader, colleague = (User.objects.get(username=name) for name in (READER, COLLEAGUE))
    department = DepartmentPage.objects.filter(title=DEPARTMENT).first()
    person = Person.objects.filter(user=colleague).first()
    for kind, thing in (("department", department), ("person", person)):
        if thing is not None:
            Follow.objects.get_or_create(user=reader, kind=kind, number=thing.pk)
    stories: QuerySet[NewsPage] = NewsPage.objects.readable_by(reader)
    policies: QuerySet[PolicyPage] = PolicyPage.objects.readable_by(reader)
    for story in stories.order_by("-publication_date", "pk")[:STORIES]:
        tell(Notice(NoticeKind.STORY, "page", story.pk, users=[reader.pk], actor=colleague.pk))
    for policy in policies.order_by("title")[:1]:
        tell(Notice(NoticeKind.CHANGED, "page", policy.pk, users=[reader.pk]))
