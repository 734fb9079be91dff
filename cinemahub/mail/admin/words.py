"""Codes of rows in words, for staff."""

from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of, remedy_for
from cinemahub.mail.letters import declared_letter
from cinemahub.mail.models import Reason, State


def words(code: str, service: str = "") -> str:
    """Say a reason, an outcome or the code of a diagnosis."""
    known = dict(Reason.choices) | dict(State.choices)
    return str(known.get(code) or (cause_of(code, service) if code in CAUSES else code))


def what_to_do(code: str, service: str = "") -> str:
    return remedy_for(code, service) if code in CAUSES else ""


def kind_in_words(name: str) -> str:
    """Name a kind of email; another version of the site may have declared it."""
    try:
        return str(declared_letter(name).label) or name
    except KeyError:
        return name
