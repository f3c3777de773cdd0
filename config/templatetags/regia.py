"""How values look on a page, in the reader's language."""

from django import template

register = template.Library()
