"""What the writer writes: a product's next text."""

from roles.web_writer.models.drafts import Draft, DraftMove

__all__ = ["Draft", "DraftMove"]
