"""Briefs, and pictures to drop on them."""

from datetime import timedelta
from io import BytesIO

import factory
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory
from PIL import Image

from config.lib import pictures
from roles.graphic_designer import actions, formats
from roles.graphic_designer.models import AltText, Brief, Picture, Piece, Proof
from tests.factories import NOON, ProductFactory


def drawn(width, height, kind="jpeg", mode="RGB", colour="teal", **how):
    """The bytes of a plain picture."""
    file = BytesIO()
    Image.new(mode, (width, height), colour).save(file, kind, **how)
    return file.getvalue()


def upload(content=None, name="picture.jpg", size=(400, 300)):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, drawn(*size) if content is None else content)


def shot(width, height, name="shot.jpg"):
    """A picture that came in and was drawn anew."""
    whole, small = pictures.clean(ContentFile(drawn(width, height)))
    return actions.Upload(name=name, whole=whole, small=small)


class BriefFactory(DjangoModelFactory):
    """A brief about a product, for its newsletter head: one format, one description."""

    class Meta:
        model = Brief
        exclude = ("subject",)
        skip_postgeneration_save = True

    class Params:
        approved = factory.Trait(status="approved", approved_at=NOON)

    subject = factory.SubFactory(ProductFactory)
    subject_type = factory.LazyAttribute(lambda o: ContentType.objects.get_for_model(o.subject))
    subject_id = factory.SelfAttribute("subject.pk")
    about = factory.LazyAttribute(lambda o: str(o.subject))
    medium = "newsletter"
    languages = ["it"]
    due_at = NOON + timedelta(days=2)
    asked_at = NOON

    @factory.post_generation
    def pieces(self, create, keys, **kwargs):
        for position, one in enumerate(formats.of(self.medium, keys or ())):
            fields = vars(one) | {"kinds": list(one.kinds)}
            wanted = ("key", "width", "height", "max_kb", "kinds")
            Piece.objects.create(
                brief=self, position=position, **{name: fields[name] for name in wanted}
            )


class ProofFactory(DjangoModelFactory):
    class Meta:
        model = Proof

    brief = factory.SubFactory(BriefFactory)
    number = 1
    begun_at = NOON


class PictureFactory(DjangoModelFactory):
    """A small grey picture that says it has whatever size one wants."""

    class Meta:
        model = Picture

    proof = factory.SubFactory(ProofFactory)
    file = factory.LazyFunction(lambda: ContentFile(drawn(12, 6), name="picture.jpg"))
    small = factory.LazyFunction(lambda: ContentFile(drawn(12, 6, "webp"), name="small.webp"))
    kind = "jpeg"
    width = 1200
    height = 600
    weight = 1000
    added_at = NOON


def sent(by=None, brief=None, **fields):
    """A brief whose first proof was sent to approval, whole, made by somebody."""
    brief = brief or BriefFactory(**fields)
    proof = ProofFactory(brief=brief, begun_by=by, sent_at=NOON)
    for piece in brief.pieces.all():
        PictureFactory(
            proof=proof, piece=piece, width=piece.width, height=piece.height, added_by=by
        )
    for language in brief.languages:
        AltText.objects.create(brief=brief, language=language, text="Una lampada", written_at=NOON)
    Brief.objects.filter(pk=brief.pk).update(status="submitted")
    brief.refresh_from_db()
    return brief
