"""What the doctor's findings look like: lines for people, one object for machines."""

import json
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cinemahub.mail.doctor.note import Mark
from cinemahub.mail.doctor.walk import Found


def line(found: Found) -> str:
    words = {
        Mark.OK: _("ok"),
        Mark.WARNING: _("warning"),
        Mark.FAILED: _("FAILED"),
        Mark.NOT_CHECKED: _("not checked"),
    }
    text = f"{found.step:<12} {words[found.note.mark]:<14} {found.seconds:6.2f} s  {found.note.text}"
    if found.note.mark is Mark.WARNING and found.note.remedy:
        text += f"\n{'':<13}{found.note.remedy}"
    return text


def summary(all_found: Sequence[Found]) -> str:
    """Say the first cause and its remedy, or that there is none."""
    if (first := first_failure(all_found)) is not None:
        note = first.note
        return "\n".join(["", _("Cause: %s") % note.cause, _("What to do: %s") % note.remedy])
    warnings = sum(found.note.mark is Mark.WARNING for found in all_found)
    if warnings:
        doubts = ngettext("%d warning, see above.", "%d warnings, see above.", warnings) % warnings
        return "\n" + _("The letter can go; %s") % doubts
    return "\n" + _("The letter can go.")


def as_json(transport: str, all_found: Sequence[Found]) -> str:
    first = first_failure(all_found)
    return json.dumps(
        {
            "ok": first is None,
            "transport": transport,
            "step": first.step if first else None,
            "code": first.note.code if first else None,
            "cause": first.note.cause if first else None,
            "remedy": first.note.remedy if first else None,
            "steps": [
                {
                    "step": found.step,
                    "mark": found.note.mark,
                    "seconds": round(found.seconds, 3),
                    "text": found.note.text,
                    "remedy": found.note.remedy,
                }
                for found in all_found
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def first_failure(all_found: Sequence[Found]) -> Found | None:
    return next((found for found in all_found if found.note.mark is Mark.FAILED), None)
