"""What people say to each other about a task or any record, and who is named in it."""

import re
from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from config.lib import records
from roles.tasks.models import Comment, Mention
from roles.team.models import User

NAMED = re.compile(r"(?<!\w)@([\w.\-]*\w)")


@transaction.atomic
def say(subject: Model, text: str, *, by: User, at: datetime, form_key: UUID) -> Comment:
    """Say something about a record; whoever is named, and may look at it, finds it in the inbox."""
    said, is_new = Comment.objects.get_or_create(
        form_key=form_key, defaults={"subject": subject, "author": by, "text": text, "said_at": at}
    )
    if is_new:
        mention(said, [person for person in people_named_in(text) if may_look(person, subject)])
    return said


def mention(said: Comment, people: list[User]) -> None:
    """Put what was said into the inbox of these people; nobody is told by themselves."""
    named = [person for person in people if person.pk != said.author_id]
    Mention.objects.bulk_create([Mention(comment=said, person=person) for person in named])


def may_look(person: User, subject: Model) -> bool:
    kind = ContentType.objects.get_for_model(subject)
    return records.seen_by(person, kind, subject.pk) is not None


def about(kind: ContentType, pk: int):
    """What was said about a record, the newest first."""
    said = Comment.objects.filter(subject_type=kind, subject_id=pk, task=None)
    return said.select_related("author").order_by("-said_at", "-pk")


def unread_about(kind: ContentType, pk: int, user: User):
    """Where somebody was named in it and has not looked yet."""
    return Mention.objects.filter(
        comment__in=about(kind, pk).order_by().values("pk"), person=user, read_at=None
    )


def people_named_in(text: str) -> list[User]:
    """Those whose first name, full name or e-mail name stands after an @."""
    names = {name.casefold() for name in NAMED.findall(text)}
    if not names:
        return []
    active = User.objects.filter(is_active=True)
    return [person for person in active if names & _names_of(person)]


def _names_of(person: User) -> set[str]:
    spellings = [person.get_short_name(), person.name.replace(" ", ""), person.email.split("@")[0]]
    return {spelling.casefold() for spelling in spellings if spelling}
