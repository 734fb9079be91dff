"""What the doctor's findings look like: lines for people, one object for machines."""

import json
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cinemahub.mail.doctor.note import Mark
from cinemahub.mail.doctor.walk import StepResult


def line(result: StepResult) -> str:
    words = {
        Mark.OK: _("ok"),
        Mark.WARNING: _("warning"),
        Mark.FAILED: _("FAILED"),
        Mark.NOT_CHECKED: _("not checked"),
    }
    text = f"{result.step:<12} {words[result.note.mark]:<14} {result.seconds:6.2f} s  {result.note.text}"
    if result.note.mark is Mark.WARNING and result.note.remedy:
        text += f"\n{'':<13}{result.note.remedy}"
    return text


def summary(results: Sequence[StepResult]) -> str:
    """Say the first cause and its remedy, or that there is none."""
    if (first := first_failure(results)) is not None:
        note = first.note
        return "\n".join(["", _("Cause: %s") % note.cause, _("What to do: %s") % note.remedy])
    if any(result.step == "email" and result.note.mark is Mark.OK for result in results):
        return "\n" + _("The email was sent: check the inbox, then the spam folder.")
    warnings = sum(result.note.mark is Mark.WARNING for result in results)
    if warnings:
        doubts = ngettext("%d warning, see above.", "%d warnings, see above.", warnings) % warnings
        return "\n" + _("Emails can be sent; %s") % doubts
    return "\n" + _("Emails can be sent.")


def as_json(transport: str, results: Sequence[StepResult]) -> str:
    first = first_failure(results)
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
                    "step": result.step,
                    "mark": result.note.mark,
                    "seconds": round(result.seconds, 3),
                    "text": result.note.text,
                    "remedy": result.note.remedy,
                }
                for result in results
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def first_failure(results: Sequence[StepResult]) -> StepResult | None:
    return next((result for result in results if result.note.mark is Mark.FAILED), None)
