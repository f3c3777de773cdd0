"""What proves a step done: questions to the shop's data, a file for each kind of question."""

from roles.coordinator.evidence import (
    campaigns,
    capacity,
    content,
    defects,
    money,
    people,
    products,
    stock,
)

__all__ = ["campaigns", "capacity", "content", "defects", "money", "people", "products", "stock"]
