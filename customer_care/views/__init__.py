"""Customer care's doors: the desk with its refunds, conversations, what is ready, and the mail."""
