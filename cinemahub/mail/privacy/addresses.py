"""One spelling of an address: stored and compared as ASCII with the domain's A-labels (RFC 5890), shown in Unicode."""

import re
import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

INVISIBLE_CATEGORIES = {"Cf", "Cc", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}
# Letters and marks that nobody sees (Unicode: Default_Ignorable_Code_Point outside these categories).
INVISIBLE = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0}
INVISIBLE |= {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
VISIBLE_ASCII = re.compile(r"[!-~]*")  # most addresses, found out at once: each email compares several


def canonical_address(typed: str) -> str:
    """Return the one spelling that is stored; ValidationError, with words for people, if no mail could reach it."""
    address = typed.strip()
    if not VISIBLE_ASCII.fullmatch(address) and any(_is_invisible(character) for character in address):
        text = _("The address has a space or a character that cannot be seen. Please type it again.")
        raise ValidationError(text, code="invisible")
    local_part, at, domain = address.rpartition("@")
    if not local_part.isascii():  # SMTP without SMTPUTF8 cannot carry it
        raise ValidationError(_("Only Latin letters, digits and signs can come before the @."), code="not_ascii")
    canonical = f"{local_part}{at}{_a_labels(domain)}"
    validate_email(canonical)
    if local_part.startswith('"') or domain.endswith("]"):  # other spellings of what has one already, or of no domain
        raise ValidationError(validate_email.message, code=validate_email.code)
    return canonical


def comparable_address(typed: str) -> str:
    """Return what is equal for all spellings of an address, of case too; what is no address stays as it was typed."""
    try:
        return canonical_address(typed).lower()
    except ValidationError:
        return typed.strip().lower()


def stored_address(typed: str) -> str:
    """Return the one spelling, or what was typed if it has none."""
    try:
        return canonical_address(typed)
    except ValidationError:
        return typed.strip()


def searchable_address(typed: str) -> str:
    """Return what to look for among stored addresses when somebody types a part of one."""
    local_part, at, domain = typed.strip().rpartition("@")
    try:
        return f"{local_part}{at}{_a_labels(domain)}"
    except ValidationError:
        return typed


def visible_address(address: str) -> str:
    """Return an address as people know it, with its domain in Unicode."""
    local_part, at, domain = address.rpartition("@")
    return f"{local_part}{at}{visible_domain(domain)}"


def visible_domain(domain: str) -> str:
    if "xn--" not in domain.lower():
        return domain
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def _a_labels(domain: str) -> str:
    if domain.isascii() and "xn--" not in domain.lower():
        return domain.lower()
    try:
        return idna.encode(domain, uts46=True, std3_rules=True).decode()
    except idna.IDNAError:
        raise ValidationError(_("There can be no domain of this name. Please check it."), code="domain") from None


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in INVISIBLE_CATEGORIES or ord(character) in INVISIBLE
