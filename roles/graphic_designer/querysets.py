"""A brief's situations, each named once."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from guardian.shortcuts import get_objects_for_user

from catalog.models import Product
from config.lib.about import AboutQuerySet
from roles.graphic_designer.formats import PRODUCT
from roles.playbooks.models import RunStep
from roles.tasks.models import Task
from roles.team.eyes import FourEyesQuerySet
from roles.team.models import Role


def products_drawn_by(user):
    """Whose picture somebody makes: any product's, for a designer; an outsider's, while a task of
    the designer or a step of a plan about it is in their hands."""
    if user.has_perm("graphic_designer.change_brief"):
        return Product.objects.visible_to(user)
    handed = Task.objects.undone().filter(
        assignee=user, is_lent=True, role__key=Role.GRAPHIC_DESIGNER
    )
    product, step = (ContentType.objects.get_for_model(one) for one in (Product, RunStep))
    its_own = handed.filter(subject_type=product).values("subject_id")
    in_plans = RunStep.objects.filter(
        pk__in=handed.filter(subject_type=step).values("subject_id"), run__subject_type=product
    )
    return Product.objects.filter(Q(pk__in=its_own) | Q(pk__in=in_plans.values("run__subject_id")))


class BriefQuerySet(FourEyesQuerySet, AboutQuerySet):
    def wanted(self):
        """Not withdrawn: done, or still to be done."""
        return self.exclude(status=self.model.Status.WITHDRAWN)

    def open(self):
        """Still to be done, by the designer or by who approves."""
        return self.filter(status__in=self.model.OPEN)

    def to_make(self):
        """Waiting for the designer."""
        return self.filter(status__in=self.model.EDITABLE)

    def sent_back(self):
        return self.filter(status=self.model.Status.CHANGES_REQUESTED)

    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def approved_between(self, start, end):
        return self.approved().filter(approved_at__gte=start, approved_at__lt=end)

    def late(self, *, now):
        return self.open().filter(due_at__lt=now)

    def visible_to(self, user):
        """All of them, for the team; an outsider sees those that were handed over, and those of
        the products they draw."""
        handed = get_objects_for_user(user, "graphic_designer.view_brief", klass=self)
        if user.has_perm("graphic_designer.view_brief"):
            return handed
        return self.filter(Q(pk__in=handed.values("pk")) | _of_products_drawn_by(user))

    def drawn_by(self, user):
        """Those somebody works on: a designer on all, an outsider on what they were asked to make.

        They were asked who were handed a task that a person wrote about the brief, or one of the
        designer's about the product. A need's task about a brief is only to look at it, and what
        waits for a decision is not theirs to change.
        """
        if user.has_perm("graphic_designer.view_brief"):
            return self if user.has_perm("graphic_designer.change_brief") else self.none()
        kind = ContentType.objects.get_for_model(self.model)
        asked = Task.objects.undone().filter(assignee=user, need="", subject_type=kind)
        its_own = Q(pk__in=asked.values("subject_id"))
        return self.visible_to(user).to_make().filter(its_own | _of_products_drawn_by(user))


def _of_products_drawn_by(user):
    kind = ContentType.objects.get_for_model(Product)
    products = products_drawn_by(user).values("pk")
    return Q(medium=PRODUCT, subject_type=kind, subject_id__in=products)
