from dataclasses import dataclass
from enum import StrEnum

from cinemahub.mail.diagnosis.diagnosis import Diagnosis


class Mark(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class Note:
    """One thing a step found. Nothing in it is a secret; foreign texts and addresses are masked."""

    mark: Mark
    text: str
    cause: str = ""
    remedy: str = ""
    code: str = ""  # of the diagnosis


def good(text: str) -> Note:
    return Note(Mark.OK, text)


def warning(text: str, remedy: str = "") -> Note:
    return Note(Mark.WARNING, text, remedy=remedy)


def failure(text: str, cause: str, remedy: str, code: str = "") -> Note:
    return Note(Mark.FAILED, text, cause, remedy, code)


def not_checked(text: str) -> Note:
    return Note(Mark.NOT_CHECKED, text)


def diagnosed(diagnosis: Diagnosis, mark: Mark = Mark.FAILED, *, cause: str = "", remedy: str = "") -> Note:
    """Tell what the other side said; `cause` and `remedy` where the doctor knows better than the diagnosis."""
    said = " ".join(str(part) for part in (diagnosis.reply_code, diagnosis.answer) if part)
    cause = cause or diagnosis.cause
    return Note(mark, said or cause, cause, remedy or diagnosis.remedy, diagnosis.code)
