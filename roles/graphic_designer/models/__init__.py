"""What the designer is asked for, and what came of it."""

from roles.graphic_designer.models.briefs import AltText, Brief, BriefMove, Piece
from roles.graphic_designer.models.proofs import Picture, Pin, Proof

__all__ = ["AltText", "Brief", "BriefMove", "Picture", "Piece", "Pin", "Proof"]
