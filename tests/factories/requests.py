"""What one role asks of another."""

from datetime import timedelta
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from roles.tasks.models import Request
from roles.team.models import Role, User
from tests.factories import NOON


class AskerFactory(DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("email",)

    email = "asker@example.org"
    name = "Asker"


class RequestFactory(DjangoModelFactory):
    """The designers ask the writers; no task waits for it."""

    class Meta:
        model = Request

    title = "A name for the lamp"
    accepted_when = "It has three words at the most."
    from_role = factory.LazyFunction(lambda: Role.objects.get(key=Role.GRAPHIC_DESIGNER))
    to_role = factory.LazyFunction(lambda: Role.objects.get(key=Role.WEB_WRITER))
    asked_by = factory.SubFactory(AskerFactory)
    asked_at = NOON
    due_at = NOON + timedelta(days=1)
    form_key = factory.LazyFunction(uuid4)
