"""Who is who, and who is in."""

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from guardian.shortcuts import get_objects_for_user


class UserQuerySet(models.QuerySet):
    def wearing(self, role_key):
        """The people who hold a hat."""
        return self.filter(
            is_active=True, memberships__role__key=role_key, memberships__role__is_active=True
        )

    def staff(self):
        """The people who may log in and wear a hat: no outsiders, nobody who left."""
        hats = self._rows_of("memberships").filter(user=OuterRef("pk"))
        return self.filter(Exists(hats), is_active=True)

    def named_like(self, words):
        """People whose name or e-mail holds each of these words."""
        asked = Q()
        for word in words.split()[:8]:
            asked &= Q(name__icontains=word) | Q(email__icontains=word)
        return self.filter(asked)

    def with_hats(self):
        """Each with the hats they wear, in the order they put them on."""
        worn = self._rows_of("memberships").select_related("role").order_by("pk")
        return self.prefetch_related(Prefetch("memberships", worn))

    def visible_to(self, user):
        return get_objects_for_user(user, "team.view_user", klass=self)

    def _rows_of(self, name):
        return self.model._meta.get_field(name).related_model.objects


class RoleQuerySet(models.QuerySet):
    def worn(self):
        """Hats that are in use and that somebody wears."""
        memberships = self.model._meta.get_field("memberships").related_model
        worn = memberships.objects.filter(role=OuterRef("pk"), user__is_active=True)
        return self.filter(Exists(worn), is_active=True)
