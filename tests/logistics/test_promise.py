"""The promise to ship, by a table worked out by hand. The shop works Mon–Fri, 9–18, in Rome."""

from datetime import UTC, date, datetime

import pytest

from catalog.models import Shop
from logistics import actions

GOLDEN = [
    # paid at (UTC), handling days, left by (UTC), why
    ("2026-06-15T08:00", 1, "2026-06-16T16:00", "Monday: Tuesday’s close"),
    ("2026-06-15T08:00", 2, "2026-06-17T16:00", "Monday, two days: Wednesday’s close"),
    ("2026-06-15T08:00", 0, "2026-06-15T16:00", "same day: today’s close"),
    ("2026-06-15T17:00", 0, "2026-06-16T16:00", "same day, paid after the close: tomorrow’s"),
    ("2026-06-19T08:00", 1, "2026-06-22T16:00", "Friday: the weekend does not count"),
    ("2026-06-20T08:00", 1, "2026-06-22T16:00", "Saturday: Monday is the first working day"),
    ("2026-06-21T22:30", 1, "2026-06-23T16:00", "Sunday 22:30 UTC is Monday in Rome"),
    ("2026-08-13T08:00", 1, "2026-08-14T16:00", "the day before a closed weekend"),
    ("2025-08-14T08:00", 1, "2025-08-18T16:00", "Ferragosto is a Friday: Monday"),
    ("2026-12-24T09:00", 1, "2026-12-28T17:00", "Christmas, St Stephen’s, Sunday: Monday"),
    ("2026-07-31T08:00", 1, "2026-08-04T16:00", "the shop is closed on Monday 3 August"),
    ("2026-10-23T08:00", 1, "2026-10-26T17:00", "clocks go back: the close is 18:00 in Rome"),
    ("2026-03-27T09:00", 1, "2026-03-30T16:00", "clocks go forward: the close is 18:00 in Rome"),
]


@pytest.mark.parametrize(("paid_at", "days", "left_by", "why"), GOLDEN)
def test_the_promise_keeps_the_calendar(paid_at, days, left_by, why):
    calendar = Shop(closures=[date(2026, 8, 3)]).calendar()

    promised = actions.promise(
        paid_at=datetime.fromisoformat(paid_at).replace(tzinfo=UTC),
        handling_days=days,
        calendar=calendar,
    )

    assert promised == datetime.fromisoformat(left_by).replace(tzinfo=UTC), why


def test_a_shop_that_never_works_still_promises():
    paid_at = datetime(2026, 6, 15, 8, tzinfo=UTC)

    promised = actions.promise(
        paid_at=paid_at, handling_days=1, calendar=Shop(working_days=[]).calendar()
    )

    assert promised > paid_at
