"""Which months of a span are whole, and which days are left around them."""

from datetime import date

import pytest

from analytics.kpi import Span


@pytest.mark.parametrize(
    ("first", "last", "whole", "around"),
    [
        ("2026-01-01", "2026-02-28", ("2026-01-01", "2026-03-01"), 0),
        ("2025-12-31", "2026-03-01", ("2026-01-01", "2026-03-01"), 2),
        ("2026-01-05", "2026-01-20", None, 16),
        ("2026-01-05", "2026-02-20", None, 47),
        ("2023-11-22", "2026-11-21", ("2023-12-01", "2026-11-01"), 9 + 21),
    ],
)
def test_every_day_is_in_a_whole_month_or_around_them(first, last, whole, around):
    span = Span.of(date.fromisoformat(first), date.fromisoformat(last))

    months = span.whole_months()

    assert (months.number_of_days == 0) is (whole is None)
    assert whole in (None, (str(months.first), str(months.end)))
    left = [max(each.number_of_days, 0) for each in span.outside(months)]
    assert sum(left) == around
    assert sum(left) + months.number_of_days == span.number_of_days
