"""Campaign texts."""

from datetime import timedelta

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from roles.web_writer.models import Copy
from tests.factories import NOON, ProductFactory

WHOLE = {"primary": "La luce giusta per le sere lunghe.", "headline": "Lampada Aria"}


class CopyFactory(DjangoModelFactory):
    """What Meta Ads says of a product, in Italian."""

    class Meta:
        model = Copy
        exclude = ("subject",)

    class Params:
        whole = factory.Trait(words=WHOLE)
        submitted = factory.Trait(words=WHOLE, status="submitted")
        approved = factory.Trait(words=WHOLE, status="approved", approved_at=NOON)

    subject = factory.SubFactory(ProductFactory)
    subject_type = factory.LazyAttribute(lambda o: ContentType.objects.get_for_model(o.subject))
    subject_id = factory.SelfAttribute("subject.pk")
    about = factory.LazyAttribute(lambda o: str(o.subject))
    medium = "meta_ads"
    language = "it"
    due_at = NOON + timedelta(days=2)
    asked_at = NOON
