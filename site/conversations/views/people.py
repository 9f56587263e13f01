"""People to mention, while one types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from core.colleagues import colleagues

MOST = 6
LONGEST = 100


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`/talk/people/?q=ai`: up to six people, as JSON. One query."""
    typed = request.GET.get("q", "")[:LONGEST]
    found = colleagues().matching(request.user, typed, MOST)
    answer = JsonResponse(
        {
            "suggestions": [
                {"text": face.name, "detail": face.detail, "id": face.number} for face in found
            ]
        }
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
