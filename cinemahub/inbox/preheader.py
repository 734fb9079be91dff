"""What a mail program shows beside the subject: the letter's first text, which hides in the letter itself."""

import re
from html.parser import HTMLParser
from typing import override

_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|max-height:\s*0")
_PADDING = re.compile("[\\s\u00ad\u034f\u200b-\u200f\ufeff]+")  # keeps the text behind it out of the list
_WITHOUT_END = {"br", "hr", "img", "input", "link", "meta", "wbr"}


def preheader(html: str) -> str:
    """Return the text of the first hidden element, "" if there is none."""
    parser = _Parser()
    parser.feed(html)
    return _PADDING.sub(" ", "".join(parser.texts)).strip()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0  # of open elements, counted from the hidden one
        self.texts: list[str] = []

    @override
    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _WITHOUT_END:
            return
        if self.depth or (not self.texts and _HIDDEN.search(dict(attributes).get("style") or "")):
            self.depth += 1

    @override
    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.depth -= 1

    @override
    def handle_data(self, data: str) -> None:
        if self.depth:
            self.texts.append(data)
