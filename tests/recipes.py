"""The recipes of docs/extending.md, read and followed as a person would: word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^(?P<before>.*(?:\n.+)*)\n\n```(?P<kind>\w+)\n(?P<text>(?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """path: the file it is about, "" for commands; kind: how it is meant, by the name of its block's language."""

    section: str
    path: str
    kind: str
    text: str

    def follow(self, folder: Path) -> None:
        file = folder / self.path
        if self.kind == "diff":
            file.write_text(changed(file.read_text(), self.text))
        elif self.kind == "po":
            file.write_text(with_entries(file.read_text(), self.text))
        elif self.kind == "ini":
            file.write_text((file.read_text() if file.exists() else "") + self.text)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.text)


def steps(document: str) -> Iterator[Step]:
    for section in document.split("\n## ")[1:]:
        for block in BLOCK.finditer(section):
            paths = re.findall(r"`([\w./-]+)`", block["before"])
            path = "" if block["kind"] == "sh" else paths[-1]
            yield Step(section.partition("\n")[0], path, block["kind"], block["text"])


def with_entries(catalogue: str, entries: str) -> str:
    """Append what a catalogue does not have yet."""
    new = [entry for entry in entries.strip().split("\n\n") if f"\n{entry.partition('\n')[0]}\n" not in catalogue]
    return "\n\n".join([catalogue.rstrip(), *new]) + "\n"


def changed(text: str, diff: str) -> str:
    """Replace the lines with a space or - before them, which must be there once, by those with a space or +."""
    for part in re.findall(r"(?:^[ -].*\n)*(?:^\+.*\n)*(?:^ .*\n)*", diff, re.MULTILINE):
        if part:
            lines = part.splitlines(keepends=True)
            old, new = ("".join(line[1:] for line in lines if line[0] in f" {mark}") for mark in "-+")
            assert text.count(old) == 1, old
            text = text.replace(old, new)
    return text
