"""What the writer writes: a product's next text, and what is said of a campaign."""

from roles.web_writer.models.copies import Copy, CopyMove
from roles.web_writer.models.drafts import Draft, DraftMove

__all__ = ["Copy", "CopyMove", "Draft", "DraftMove"]
