"""Many figures at once: read in two questions however many KPIs and days there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from itertools import chain
from operator import or_

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import showing
from analytics.figure import Figure
from analytics.kpi import A_DAY, Direction, Kind, Kpi, Span
from analytics.models import Alarm, Measurement, MonthTotal, Night, Target
from analytics.nights import newest_ended
from analytics.periods import Period
from analytics.reading import STEPS, added_up, last_evenings, sums_of, told, unrated
from catalog.models import Channel, Shop

LABELS = ("kpi", "step", "is_before")


@dataclass
class Board:
    """The figures of some KPIs over one period, up to one day, on one channel or all."""

    kpis: tuple[Kpi, ...]
    period: Period
    last: date
    channel: Channel | None = None
    shop: Shop = field(default_factory=Shop.current)

    @cached_property
    def current(self) -> Span:
        return self.period.current(self.last)

    @cached_property
    def before(self) -> Span:
        return self.period.before(self.last)

    @cached_property
    def night(self) -> Night | None:
        return newest_ended()

    @cached_property
    def late_sources(self) -> set[str]:
        """Kinds of fact that had not come by the last night, on the channels looked at."""
        return {
            news.source
            for news in (self.night.late_sources if self.night else [])
            if self.channel is None or news.channel == self.channel.code
        }

    @cached_property
    def alarms(self) -> dict[str, Alarm]:
        ringing = Alarm.objects.ringing()
        if self.channel:
            ringing = ringing.filter(Q(channel=self.channel) | Q(channel=None))
        return {alarm.kpi: alarm for alarm in ringing}

    @cached_property
    def targets(self) -> dict[str, Target]:
        rows = Target.objects.on(self.last).filter(channel=self.channel)
        return {target.kpi: target for target in rows.order_by("from_date", "pk")}

    @cached_property
    def sums(self) -> dict[str, list[dict]]:
        """The sums of each KPI by step, flows and levels."""
        question = self._by_day() if self.period.is_by_day else self._by_month()
        found = defaultdict(list)
        for row in question.order_by("step"):
            found[row["kpi"]].append(row)
        return found

    def _by_day(self):
        return added_up(self._rows(Measurement, "day", self._spans), *LABELS)

    def _by_month(self):
        """Whole months of flows are added up already: only the days around them are read one by
        one, and of levels their last evenings."""
        levels = [kpi.key for kpi in self.kpis if kpi.kind is Kind.LEVEL]
        whole = [span.whole_months() for span in self._spans]
        around = [span.outside(months) for span, months in zip(self._spans, whole, strict=True)]
        parts = [
            self._rows(MonthTotal, "month", whole).exclude(kpi__in=levels),
            self._rows(Measurement, "day", [*chain(*around)]).exclude(kpi__in=levels),
        ]
        if levels:
            evenings = self._rows(Measurement, "day", self._spans).filter(kpi__in=levels)
            parts.append(last_evenings(evenings, *LABELS))
        first, *others = [added_up(rows, *LABELS) for rows in parts]
        return first.union(*others, all=True)

    @property
    def _spans(self) -> list[Span]:
        return [self.period.seen(self.last), self.before]

    def _rows(self, model, field: str, spans: list[Span]):
        """What was measured of these KPIs in some spans, each row under its step."""
        inside = reduce(or_, [_days(field, span) for span in spans])
        rows = model.objects.filter(inside, kpi__in=[kpi.key for kpi in self.kpis])
        if model is Measurement:
            rows = rows.filter(dimension="")
        if self.channel:
            rows = rows.filter(channel=self.channel)
        step = STEPS[self.period.per](field)
        return rows.annotate(step=step, is_before=_is(_days(field, self.before)))

    def know(self, targets: list[Target], alarms: list[Alarm]) -> None:
        """Take targets and alarms from who has already read them."""
        day = self.last
        holding = (each for each in targets if each.from_date <= day <= (each.to_date or day))
        self.targets = {target.kpi: target for target in holding}
        here = {None, self.channel and self.channel.pk}
        self.alarms = {
            alarm.kpi: alarm
            for alarm in alarms
            if alarm.ended_at is None and (self.channel is None or alarm.channel_id in here)
        }

    def course(self, kpi: Kpi) -> list[Figure]:
        """One KPI step by step, out of what was read for its card."""
        seen = self.period.seen(self.last)
        rows = [row for row in self.sums.get(kpi.key, []) if self.is_seen(row, seen)]
        return told(rows, self.period.per, seen)

    def is_seen(self, row: dict, seen: Span) -> bool:
        """Whether sums belong to the course, not just to what it is compared with."""
        if self.period.is_by_day:
            return seen.first <= row["step"] < seen.end
        return not row["is_before"]

    def cards(self) -> list[dict]:
        return [self.card(kpi) for kpi in self.kpis]

    def card(self, kpi: Kpi) -> dict:
        """One figure, as `parts/figure.html` shows it."""
        return Card(self, kpi).as_dict()


def _days(field: str, span: Span) -> Q:
    return Q(**{f"{field}__gte": span.first, f"{field}__lt": span.end})


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


class Card:
    """One KPI on the board."""

    def __init__(self, board: Board, kpi: Kpi):
        self.board, self.kpi = board, kpi
        self.rows = board.sums.get(kpi.key, [])
        self.currencies = {row["currency"] for row in self.rows}
        self.alarm = board.alarms.get(kpi.key)

    def as_dict(self) -> dict:
        value = self.value
        return {
            "label": self.kpi.title,
            "value": self.unrated or showing.said(self.kpi, value, self.currency),
            "comparisons": [(text, "") for text in self.comparisons(value)],
            "target": self.target(value),
            "sparkline": self.line,
            "url": self.url,
            "kpi": self.kpi,
            "unit": "",  # a template looks long for what is not there
            **self.state(value),
        }

    @property
    def url(self) -> str:
        asked = f"?period={self.board.period.key}"
        if self.board.channel and self.kpi.has_channels:
            asked += f"&channel={self.board.channel.code}"
        return reverse("analytics:kpi", args=[self.kpi.key]) + asked

    @cached_property
    def is_mixed(self) -> bool:
        """Several currencies, now or before: all of it is then said in the shop's."""
        return len(self.currencies) > 1

    @cached_property
    def currency(self) -> str:
        """As charged in one currency, else in the shop's."""
        known = self.currencies - {""}
        return next(iter(known)) if len(known) == 1 else self.board.shop.currency

    @cached_property
    def unrated(self) -> str:
        if not self.is_mixed:
            return ""
        return showing.no_rate(unrated(self.rows))

    @cached_property
    def value(self) -> Decimal | None:
        return self.figure(self.board.current)

    def figure(self, span: Span) -> Decimal | None:
        """The KPI over some days; None when there was nothing to measure."""
        rows = [row for row in self.rows if self._lies_in(row, span)]
        if self.kpi.kind is Kind.LEVEL and rows:
            newest = max(row["step"] for row in rows)
            rows = [row for row in rows if row["step"] == newest]
        return self._divided(rows) if rows else self.zero(span)

    def _lies_in(self, row, span) -> bool:
        if self.board.period.is_by_day:
            return span.first <= row["step"] < span.end
        return row["is_before"] == (span == self.board.before)

    def _divided(self, rows) -> Decimal | None:
        top, bottom = sums_of(rows, in_shop=self.is_mixed)
        if not self.kpi.is_ratio:
            return top
        return top / bottom if top is not None and bottom else None

    def zero(self, span: Span) -> Decimal | None:
        """No rows of an amount on measured days are a zero; of a ratio, nothing to measure."""
        return Decimal(0) if self.kpi.adds_up and self._is_measured(span.last) else None

    def _is_measured(self, day: date) -> bool:
        """Whether a night has seen this day, and the KPI had begun by then."""
        night = self.board.night
        has_begun = any(row["step"] <= day for row in self.rows)
        return bool(night and day <= night.to_date and has_begun)

    @cached_property
    def line(self) -> list[float | None]:
        """The small line: a value per step, a gap where nothing was measured."""
        seen = self.board.period.seen(self.board.last)
        steps = defaultdict(list)
        for row in self.rows:
            if self.board.is_seen(row, seen):
                steps[row["step"]].append(row)
        wanted = sorted(steps)
        if self.board.period.is_by_day:
            wanted = [seen.first + number * A_DAY for number in range(seen.number_of_days)]
        values = [
            self._divided(steps[step]) if step in steps else self.zero(Span.of(step, step))
            for step in wanted
        ]
        return [None if value is None else float(value) for value in values]

    def comparisons(self, value) -> list[str]:
        if value is None:
            return [] if self.unrated else [_("nothing to measure")]
        moved = showing.change(value, self.figure(self.board.before))
        told = [f"{moved} {self.board.period.comparison(self.board.last)}"] if moved else []
        if self.board.period.key == "yesterday":
            day_before = self.board.last - A_DAY
            moved = showing.change(value, self.figure(Span.of(day_before, day_before)))
            told += [_("%(change)s on the day before") % {"change": moved}] if moved else []
        return told

    def target(self, value) -> str:
        """What it should be, and whether it is."""
        target = self.board.targets.get(self.kpi.key)
        if target is None:
            return ""
        days = self.board.current.number_of_days if self.kpi.adds_up else 1
        wanted = target.value * days
        words = _("target %(value)s") % {"value": showing.said(self.kpi, wanted, self.currency)}
        if value is None:
            return words
        is_met = value >= wanted if self.kpi.better is Direction.UP else value <= wanted
        return _("%(target)s, met") % {"target": words} if is_met else words

    def state(self, value) -> dict:
        if self.alarm:
            return {"state": "late", "word": _("alarm")}
        if self.board.late_sources & {str(source) for source in self.kpi.sources}:
            return {"state": "soon", "word": _("late")}
        return {"state": "", "word": ""}
