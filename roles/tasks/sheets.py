"""A sheet that is handed in twice is one row."""

from django.db.models import Model


def keep_once(row: Model) -> tuple[Model, bool]:
    """The row that is kept under its `form_key`, and whether this was the first time."""
    told = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "form_key"}
    }
    return type(row).objects.get_or_create(form_key=row.form_key, defaults=told)
