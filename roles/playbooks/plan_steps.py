"""A step as it is written down in code, for the playbooks a new shop begins with."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PlanStep:
    """One step. `after` names the steps it waits for, with the hours of lag where there are any."""

    key: str
    title: str
    role: str
    lead: float = 8
    effort: float = 1
    after: tuple[str, ...] | Mapping[str, float] = ()
    evidence: str = ""
    is_gate: bool = True
    how: str = ""
    checklist: tuple[str, ...] = ()
    begins: str = "when_free"
    offset_days: int = 0

    @property
    def waits(self) -> dict[str, float]:
        """The steps it waits for, each with its lag."""
        return dict(self.after) if isinstance(self.after, Mapping) else dict.fromkeys(self.after, 0)
