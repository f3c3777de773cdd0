"""How long the shelves last at the speed a campaign sells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from logistics import counts
from logistics.counts import Shelf
from roles.marketing import demand
from roles.marketing.demand import Demand, Expected

LEAD_DAYS = 7  # until goods that are ordered today stand on the shelf
PLENTY = Decimal(9999)


@dataclass(frozen=True)
class Lasting:
    """One variant of a campaign: what it will take, what is there, and what is missing."""

    expected: Expected
    shelf: Shelf | None
    days_left: Decimal

    @property
    def missing(self) -> int | None:
        """Units short of lasting until its end. None: not counted, or nothing to go by but what
        was promised already."""
        if self.shelf is None:
            return None
        short = max((self.expected.needed or 0) - self.shelf.free, 0)
        return None if self.expected.needed is None and not short else short

    @property
    def days(self) -> Decimal | None:
        """For how many days what is there lasts."""
        if self.shelf is None or self.expected.per_day is None:
            return None
        if not self.expected.per_day:
            return PLENTY
        return max(self.shelf.free, 0) / self.expected.per_day


def of(campaigns: Iterable, *, now: datetime) -> dict[int, list[Lasting]]:
    """Every variant of each campaign, set against its shelf: four statements for all of them."""
    return lasting(demand.expected(campaigns, now=now), now=now)


def lasting(demands: dict[int, Demand], *, now: datetime) -> dict[int, list[Lasting]]:
    """The same, for a demand that is known already."""
    wanted = {line.variant_id for needs in demands.values() for line in needs.lines}
    shelves = counts.shelves(wanted, now=now) if wanted else {}
    return {
        pk: [Lasting(line, shelves.get(line.variant_id), needs.days) for line in needs.lines]
        for pk, needs in demands.items()
    }


def runs_out(lasts: Lasting) -> bool:
    """It sells out before the campaign ends, and sooner than new goods could come."""
    return lasts.days is not None and lasts.days < min(lasts.days_left, Decimal(LEAD_DAYS))
