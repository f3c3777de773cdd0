"""What is done with a brief. One function per verb; each is one transaction."""

from roles.graphic_designer.actions.briefs import ask_for

__all__ = ["ask_for"]
