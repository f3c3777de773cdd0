"""What is new in a text, word by word."""

import re
from difflib import SequenceMatcher


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """The text in runs: (“same” | “gone” | “new”, words)."""
    old, new = _words(before), _words(after)
    runs = []
    for what, i, j, k, n in SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            runs.append(("same", "".join(new[k:n])))
            continue
        runs += [("gone", "".join(old[i:j]))] if j > i else []
        runs += [("new", "".join(new[k:n]))] if n > k else []
    return runs


def _words(text):
    return re.findall(r"\S+\s*", text)
