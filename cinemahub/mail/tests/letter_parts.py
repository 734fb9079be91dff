"""A composed letter taken apart, the way a mail program reads it."""

import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import override

from django.core.mail import EmailMultiAlternatives

BLOCKS = {"body", "div", "h1", "h2", "hr", "li", "ol", "p", "table", "tbody", "td", "th", "tr", "ul"}
WITHOUT_END = {"br", "hr", "img", "input", "link", "meta"}
PADDING = re.compile("[\u00ad\u034f\u200b-\u200f\ufeff]")  # fills up what a mail program shows beside the subject
ADDRESS = re.compile(r"https?:[^\s\"'<>]*")


@dataclass(frozen=True)
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None

    @property
    def declarations(self) -> dict[str, str]:
        """Its own style: each property with its value."""
        pairs = (each.partition(":") for each in self.attributes.get("style", "").split(";") if each.strip())
        return {name.strip().lower(): value.strip() for name, _, value in pairs}


@dataclass(frozen=True)
class Block:
    """What stands between two ends of a paragraph; `link` is where it leads if all of it is one link."""

    text: str
    tag: str
    link: str


@dataclass(frozen=True)
class Parts:
    subject: str
    text: str
    html: str

    @cached_property
    def page(self) -> "Page":
        return Page(self.html)

    @property
    def text_links(self) -> set[str]:
        return set(ADDRESS.findall(self.text))

    @property
    def visible(self) -> str:
        return " ".join(block.text for block in self.page.blocks)

    @property
    def said(self) -> list[str]:
        """Everything that somebody reads."""
        return [self.subject, self.page.title, self.page.hidden, self.visible, self.text]


def parts_of(message: EmailMultiAlternatives) -> Parts:
    return Parts(str(message.subject), str(message.body), str(message.alternatives[0][0]))


def words(text: str) -> str:
    """Reduce a text to what two layouts of it have in common."""
    return f" {' '.join(re.findall(r'\w+', text.casefold()))} "


class Page(HTMLParser):
    """elements: all; blocks: the visible text; hidden: the text that no program shows; misnested: wrong ends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self.style_sheets: list[str] = []
        self.title = self.hidden = ""
        self.misnested: list[str] = []
        self._open: list[Element] = []
        self._text = self._link_text = self._link = ""
        self.feed(html)
        self.close()
        self.misnested += [element.tag for element in self._open]

    @property
    def links(self) -> set[str]:
        return {element.attributes.get("href", "") for element in self.elements if element.tag == "a"}

    def tagged(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    @override
    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        element = Element(tag, given, self._open[-1] if self._open else None)
        if tag in BLOCKS:
            self._end_block()
        self.elements.append(element)
        if tag == "br":
            self._text += "\n"
        if tag not in WITHOUT_END:
            self._open.append(element)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block()
        if self._open and self._open[-1].tag == tag:
            self._open.pop()
        else:
            self.misnested.append(f"/{tag}")

    @override
    def handle_data(self, data: str) -> None:
        tags = [element.tag for element in self._open]
        if "style" in tags:
            self.style_sheets.append(data)
        elif "title" in tags:
            self.title += data
        elif any("mso-hide" in element.declarations for element in self._open):
            self.hidden = " ".join(PADDING.sub("", self.hidden + data).split())
        else:
            self._text += data
            if "a" in tags:
                self._link_text += data
                self._link = self._open[tags.index("a")].attributes.get("href", "")

    def _end_block(self) -> None:
        text = " ".join(self._text.split())
        if text:
            is_link = text == " ".join(self._link_text.split())
            tag = next((element.tag for element in reversed(self._open) if element.tag in BLOCKS), "")
            self.blocks.append(Block(text, tag, self._link if is_link else ""))
        self._text = self._link_text = self._link = ""
