"""What is typed at the writer's desk."""

from roles.web_writer.forms.drafts import ChangesForm, DraftForm, ReviewForm, SubmitForm

__all__ = ["ChangesForm", "DraftForm", "ReviewForm", "SubmitForm"]
