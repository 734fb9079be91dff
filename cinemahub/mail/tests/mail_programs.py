"""What mail programs make of a letter's HTML: mail_programs.csv holds what we use of the tables of caniemail.com."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cinemahub.mail.tests.letter_parts import Element, Page

MAX_STYLE_SHEET = 8192  # Gmail drops a longer one
_UNITS = {"", "px", "%", "em"}  # Outlook for Windows drops rem, vw and the like
_NUMBER = re.compile(r"(?<![\w#-])(-?)[\d.]+([a-z%]*)", re.IGNORECASE)
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])")


class Feature(NamedTuple):
    """where: the elements it may stand on, none for any; values: those it may have, none for any.

    beside: what must stand beside it: a property, an @attribute, or ^ a property of the element around; only on the
    element before the colon, if there is one
    """

    use: str
    where: list[str]
    values: list[str]
    beside: list[str]
    why: str


def _table() -> dict[tuple[str, str], Feature]:
    with Path(__file__).with_suffix(".csv").open() as file:
        return {
            (row["kind"], row["name"]): Feature(
                row["use"], row["where"].split(), row["values"].split(), row["beside"].split(), row["why"]
            )
            for row in csv.DictReader(file)
        }


TABLE = _table()


def faults(html: str) -> list[str]:
    """Name what some mail program removes, ignores or takes amiss."""
    page = Page(html)
    return [fault for element in page.elements for fault in _of_element(element)] + list(_of_styles(page))


def _of_element(element: Element) -> Iterator[str]:
    yield from _of_feature("element", element.tag)
    yield from _of_company("element", element.tag, element)
    for name in element.attributes:
        yield from _of_feature("attribute", name, element.tag)
    for name, setting in element.declarations.items():
        yield from _of_declaration(name, setting, element.tag)
        yield from _of_company("property", name, element)


def _of_company(kind: str, name: str, element: Element) -> Iterator[str]:
    """Name what some mail program needs beside a feature, and what is not there."""
    feature = TABLE.get((kind, name))
    for wanted in feature.beside if feature else ():
        tag, _, companion = wanted.rpartition(":")
        if tag in {"", element.tag} and not _stands_beside(companion, element):
            yield f"{kind} {name} on {element.tag}: without {companion} ({feature.why if feature else ''})"


def _stands_beside(companion: str, element: Element) -> bool:
    if companion.startswith("@"):
        return companion[1:] in element.attributes
    if companion.startswith("^"):
        return element.parent is not None and companion[1:] in element.parent.declarations
    return companion in element.declarations


def _of_styles(page: Page) -> Iterator[str]:
    if len(page.style_sheets) > 1:
        yield "more than one style sheet: some programs read the first only"
    for style_sheet in page.style_sheets:
        if len(style_sheet) > MAX_STYLE_SHEET:
            yield f"style sheet: more than {MAX_STYLE_SHEET} characters"
        for rule in re.findall(r"@([\w-]+)", style_sheet):
            yield from _of_feature("at-rule", rule)
        for name, value in _DECLARATION.findall(style_sheet):
            yield from _of_declaration(name.lower(), value.removesuffix("!important").strip())


def _of_declaration(name: str, value: str, tag: str = "") -> Iterator[str]:
    yield from _of_feature("property", name, tag)
    allowed = TABLE[("property", name)].values if ("property", name) in TABLE else []
    if allowed and not set(value.split()) <= set(allowed):
        yield f"{name}: {value}: only {', '.join(allowed)}"
    if "(" in value:
        yield f"{name}: {value}: functions load something, or Outlook for Windows does not know them"
    for minus, unit in _NUMBER.findall("" if name == "font-family" else value):
        if minus:
            yield f"{name}: {value}: Gmail and Outlook take no negative values"
        if unit.lower() not in _UNITS:
            yield f"{name}: {value}: no unit but px, em and %"


def _of_feature(kind: str, name: str, tag: str = "") -> Iterator[str]:
    feature = TABLE.get((kind, name))
    if feature is None:
        yield f"{kind} {name}: look it up at caniemail.com, then add it to mail_programs.csv"
    elif feature.use != "yes":
        yield f"{kind} {name}: {feature.why}"
    elif tag and feature.where and tag not in feature.where:
        yield f"{kind} {name} on {tag}: only on {', '.join(feature.where)} ({feature.why})"
