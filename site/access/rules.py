"""Requirements: what they mean, how they are written, and which of them a person meets.

A requirement is a set of clauses, each a set of terms such as `group:4`. A person meets a clause by
having one of its terms, and the requirement by meeting every clause. So the empty requirement is met
by everybody who is signed in, and one with an empty clause by nobody.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet, TextField, Value

from access.models import Rule

Reader = AbstractBaseUser | AnonymousUser
Clause = frozenset[str]
Requirement = frozenset[Clause]

ANYBODY: Requirement = frozenset()
NOBODY: Requirement = frozenset({frozenset()})


@dataclass(frozen=True)
class Terms:
    """What an app knows of the terms of one kind, such as `team:12`.

    `of` gives those that a person has. `names` and `holders`, where given, say what terms are called, by
    their ids, and give the ids of the accounts that have one of them.
    """

    of: Callable[[Reader], Iterable[str]]
    names: Callable[[Iterable[int]], Mapping[int, str]] | None = None
    holders: Callable[[Iterable[int]], QuerySet[Any, Any]] | None = None


#: What people are besides members of groups, by the kind of the terms.
kinds: dict[str, Terms] = {}


def register_terms(kind: str, terms: Terms) -> None:
    """Let an app say what else a person is. Called once, when the app is ready."""
    kinds[kind] = terms


def group_term(group_id: int) -> str:
    """The term of a group's members."""
    return f"group:{group_id}"


def canonical(clauses: Iterable[Clause]) -> Requirement:
    """The one requirement that means the same: without clauses that another implies."""
    kept: set[Clause] = set()
    for clause in sorted(set(clauses), key=len):
        if not any(other <= clause for other in kept):
            kept.add(clause)
    return frozenset(kept)


def write(requirement: Requirement) -> str:
    """A requirement as canonical JSON: clauses and terms sorted."""
    return json.dumps(sorted(map(sorted, requirement)), separators=(",", ":"))


def read(text: str) -> Requirement:
    """The requirement that `write` wrote."""
    return frozenset(frozenset(clause) for clause in json.loads(text))


def is_met(requirement: Requirement, terms: Iterable[str]) -> bool:
    """Whether somebody with these terms meets every clause."""
    held = frozenset(terms)
    return all(clause & held for clause in requirement)


def ids_of(requirements: Iterable[Requirement]) -> dict[Requirement, int]:
    """The id of each requirement's row, which is made if it is new. At most three queries."""
    texts = {write(requirement): requirement for requirement in requirements}
    rows = {digest_of(text): text for text in texts}
    known = dict(Rule.objects.filter(digest__in=rows).values_list("digest", "pk"))
    new = [Rule(digest=key, requirement=text) for key, text in rows.items() if key not in known]
    if new:
        Rule.objects.bulk_create(new, ignore_conflicts=True)
        known = dict(Rule.objects.filter(digest__in=rows).values_list("digest", "pk"))
    return {texts[text]: known[key] for key, text in rows.items()}


def rules_for(user: Reader) -> frozenset[int]:
    """The ids of all rules that a person meets: one query, remembered with the user object.

    Another for each kind of term, besides groups, that some rule names.

    Empty for strangers and for accounts that are switched off. Superusers need no rule; ask for
    them with `sees_everything` first.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if "_rules" not in user.__dict__:
        user.__dict__["_rules"] = _ask_rules(user)
    return user.__dict__["_rules"]


def terms_of(user: Reader) -> frozenset[str]:
    """Everything that a person is."""
    groups = user.groups.values_list("pk", flat=True)  # type: ignore[union-attr]
    held = set(map(group_term, groups))
    for terms in kinds.values():
        held.update(terms.of(user))
    return frozenset(held)


def held_by(user: Reader, kind: str) -> frozenset[str]:
    """The terms of one kind that a person has, remembered with the user object: what its app asks for them."""
    remembered = user.__dict__.setdefault("_held", {})
    if kind not in remembered:
        remembered[kind] = frozenset(kinds[kind].of(user)) if kind in kinds else frozenset()
    found: frozenset[str] = remembered[kind]
    return found


def ids_in(clause: Clause, kind: str) -> list[int]:
    """The ids of the terms of one kind in a clause."""
    found = (term.partition(":") for term in clause)
    return [int(number) for one, _colon, number in found if one == kind]


def sees_everything(user: Reader) -> bool:
    """Whether a person is a superuser, and not switched off."""
    return bool(user.is_authenticated and user.is_active and getattr(user, "is_superuser", False))


def forget(user: Reader) -> None:
    """Drop what is remembered with `user`, for long-lived user objects in commands and tests."""
    for name in ("_rules", "_held"):
        user.__dict__.pop(name, None)


def _ask_rules(user: Reader) -> frozenset[int]:
    memberships: Any = user.groups.through.objects.filter(user_id=user.pk)  # type: ignore[union-attr]
    groups = memberships.values_list("group_id", Value("", output_field=TextField()))
    rows = Rule.objects.values_list("pk", "requirement").union(groups, all=True)
    held, rules, named = set[str](), [], set[str]()
    for number, text in rows:
        if text:
            rules.append((number, text))
            named.update(kind for kind in kinds if f'"{kind}:' in text)
        else:
            held.add(group_term(number))
    for kind in named:  # an app is asked only about what some rule asks for
        held |= held_by(user, kind)
    return frozenset(number for number, text in rules if is_met(read(text), held))


def digest_of(text: str) -> str:
    """What a requirement's text is found by."""
    return hashlib.sha256(text.encode()).hexdigest()
