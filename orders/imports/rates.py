"""What foreign money was worth in the shop's own."""

RATE = (
    "(CASE WHEN {money} = {{home_currency}} THEN 1 ELSE (SELECT e.rate FROM catalog_exchangerate e"
    " WHERE e.currency = {money} AND e.valid_from <= ({at} AT TIME ZONE {{zone}})::date"
    " ORDER BY e.valid_from DESC LIMIT 1) END)"
)


def rate(*, money: str, at: str) -> str:
    """SQL: what a currency was worth in the shop's own on a day, or NULL when nobody knows."""
    return RATE.format(money=money, at=at)
