"""The timetable as rows: the code's is their first edition, the admin's edits stay."""

from django_celery_beat.schedulers import DatabaseScheduler


class Timetable(DatabaseScheduler):
    """Beat's timetable. A job the shop moved or switched off keeps its row through a restart."""

    def update_from_dict(self, mapping):
        known = set(self.Model.objects.values_list("name", flat=True))
        super().update_from_dict(
            {name: entry for name, entry in mapping.items() if name not in known}
        )
