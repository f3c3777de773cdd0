"""Conversations, mail and what is ready to answer it with."""

from datetime import timedelta

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from customer_care.models import (
    Attachment,
    CannedAnswer,
    Conversation,
    KnowledgeNote,
    Letter,
    Message,
)
from tests.factories import NOON


class ConversationFactory(DjangoModelFactory):
    """A customer's mail of noon that nobody has looked at."""

    class Meta:
        model = Conversation

    class Params:
        answered = factory.Trait(
            status="waiting_customer",
            first_answered_at=NOON + timedelta(hours=1),
            solution_due_at=None,
            solution_left=timedelta(hours=23),
        )
        solved = factory.Trait(
            status="solved",
            first_answered_at=NOON + timedelta(hours=1),
            solved_at=NOON + timedelta(hours=2),
        )

    subject = factory.Sequence(lambda n: f"Where is my lamp {n}?")
    name = "Bruna Buyer"
    email = "bruna@example.org"
    language = "it"
    opened_at = NOON
    heard_at = NOON
    last_at = NOON
    first_answer_due_at = NOON + timedelta(hours=4)
    solution_due_at = NOON + timedelta(days=3)


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    class Params:
        answer = factory.Trait(kind="out", send_at=NOON, name="", email="")
        note = factory.Trait(kind="note", name="", email="")

    conversation = factory.SubFactory(ConversationFactory)
    kind = "in"
    name = "Bruna Buyer"
    email = "bruna@example.org"
    text = "Where is my lamp?"
    written_at = NOON


class LetterFactory(DjangoModelFactory):
    class Meta:
        model = Letter

    name = factory.Sequence(lambda n: f"{n}.eml")
    size = 100
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    received_at = NOON


class CannedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = CannedAnswer

    title = factory.Sequence(lambda n: f"On its way {n}")
    language = "it"
    text = "Buongiorno {{customer}}, il pacco {{tracking}} è in viaggio."
    changed_at = NOON


class KnowledgeNoteFactory(DjangoModelFactory):
    class Meta:
        model = KnowledgeNote

    title = factory.Sequence(lambda n: f"Christmas lights {n}")
    language = "it"
    text = "Sconto del 10 %."
    changed_at = NOON


def rows_of_care():
    """One of everything customer care's doors are about, by the name the table gives it."""
    message = MessageFactory()
    file = Attachment(message=message, name="lamp.png", size=4)
    file.file.save("lamp.bin", ContentFile(b"\x89PNG"))
    letter = LetterFactory(status="rejected")
    letter.file.save("one.eml", ContentFile(b"From: a@example.org\n\nHello"))
    return {
        "conversation": message.conversation_id,
        "answer": MessageFactory(conversation=message.conversation, answer=True).pk,
        "attachment": file.pk,
        "canned": CannedAnswerFactory().pk,
        "knowledge": KnowledgeNoteFactory().pk,
        "letter": letter.pk,
    }
