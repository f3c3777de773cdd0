"""What somebody asked for, as far as it makes sense: no address is an error."""


def words_of(request, name: str = "q") -> str:
    """The words typed in a search box."""
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


def number_of(text: str) -> int | None:
    """The number a text tells, if it is one a row can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
