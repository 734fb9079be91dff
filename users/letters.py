"""Everything the site says to its people by mail."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.letters import Content, NotSentError, Priority, Templates, letter
from cinemahub.mail.models import OutboxLetter, Reason
from cinemahub.mail.privacy.addresses import comparable_address
from cinemahub.mail.privacy.masking import mask_address
from users.email_code import make_code
from users.greeting import greeted
from users.models import SignUp, User
from users.reset_link import reset_link, token_generator
from users.samples import sample
from users.signed_link import CONFIRM_EMAIL, CONFIRM_NEW_EMAIL, REFUSE_EMAIL_CHANGE, UNDO_EMAIL_CHANGE, mark

NOTICE_VALID_FOR = timedelta(days=2)
RESET_VALID_FOR = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)

RESET_TEMPLATES = Templates(  # Django's own names
    subject="registration/password_reset_subject.txt",
    text="registration/password_reset_email.txt",
    html="registration/password_reset_email.html",
)


def _prefetch_accounts(rows: Sequence[OutboxLetter]) -> None:
    accounts = User.objects.with_addresses(row.address for row in rows)
    for row in rows:
        row.prefetched = {"account": accounts.get(comparable_address(row.address))}


def _account_with_address(row: OutboxLetter) -> User:
    """Return the account that has the address of a letter now."""
    user: User | None = row.prefetched["account"] if row.prefetched else User.objects.with_address(row.address)
    if user is None:
        raise NotSentError(Reason.NO_ACCOUNT)
    if not user.is_active:
        raise NotSentError(Reason.INACTIVE)
    return user


def _sample_reset_link(address: str) -> Content:
    """Give a link that opens nothing and says so."""
    link = settings.SITE_URL + reverse("password_reset_confirm", args=["test", "this-is-a-test"])
    return Content(address, "", {"link": link, "name": ""})


def _sample_reset(address: str) -> Content:
    more = sample("code", "browser")(address).context
    return Content(address, "", _sample_reset_link(address).context | more)


@letter(
    "password_reset",
    label=_("Password reset"),
    valid_for=RESET_VALID_FOR,
    priority=Priority.SECURITY,
    newest_only=True,
    limited=True,
    templates=RESET_TEMPLATES,
    sample=_sample_reset,
    prefetch=_prefetch_accounts,
)
def password_reset(row: OutboxLetter) -> Content:
    """Send the account's owner a link that sets a new password."""
    user = _account_with_address(row)
    code = make_code(row, _browser_of(row), token_generator.access_of(user)) if _browser_of(row) else ""
    context = _to(user) | _moment(row) | {"user": user, "link": reset_link(user), "code": code}
    return Content(user.email, user.language, context)


def _browser_of(row: OutboxLetter) -> str:
    """Return the digest of the browser that a letter was asked in; "" if staff have asked for it."""
    return str(row.parameters.get("browser_digest", ""))


@letter(
    "already_registered",
    label=_("Sign-up with a taken address"),
    valid_for=NOTICE_VALID_FOR,
    priority=Priority.CONFIRMATION,
    newest_only=True,
    limited=True,
    sample=sample("name", "browser"),
    prefetch=_prefetch_accounts,
)
def already_registered(row: OutboxLetter) -> Content:
    """Tell the owner of an account that its address was given for another one; the two below turn into it."""
    user = _account_with_address(row)
    return Content(user.email, user.language, _to(user) | _moment(row), already_registered.templates)


def _prefetch_sign_ups(rows: Sequence[OutboxLetter]) -> None:
    _prefetch_accounts(rows)
    sign_ups = {str(each.key): each for each in SignUp.objects.filter(key__in=[_key(row) for row in rows])}
    for row in rows:
        row.prefetched = (row.prefetched or {}) | {"sign_up": sign_ups.get(_key(row))}


def _key(row: OutboxLetter) -> str:
    return str(row.parameters["sign_up"])


@letter(
    "sign_up",
    label=_("Sign-up"),
    valid_for=CONFIRM_EMAIL.lives,
    priority=Priority.CONFIRMATION,
    newest_only=True,
    limited=True,
    sample=sample("link", "code", "browser"),
    prefetch=_prefetch_sign_ups,
)
def sign_up(row: OutboxLetter) -> Content:
    """Send whoever reads the mailbox a link that makes the account, or say that there is one already."""
    if row.prefetched is None:
        _prefetch_sign_ups([row])
    found = row.prefetched or {}
    begun: SignUp | None = found["sign_up"]
    if begun is None or begun.user_id is not None:
        raise NotSentError(Reason.SUPERSEDED if begun is None else Reason.CONFIRMED)
    if found["account"] is not None:
        return already_registered.content(row)
    code = make_code(row, begun.browser_digest, _key(row))
    context = _moment(row) | {"link": CONFIRM_EMAIL.make(begun.pk, begun.mark), "code": code}
    return Content(begun.address, begun.language, context)


@letter(
    "confirm_new_email",
    label=_("Confirmation of a new email address"),
    valid_for=CONFIRM_NEW_EMAIL.lives,
    priority=Priority.CONFIRMATION,
    newest_only=True,
    limited=True,
    sample=sample("link", "browser"),
)
def confirm_new_email(row: OutboxLetter) -> Content:
    """Ask for proof that the new address of an account is its owner's, or say that it has an account."""
    user = _account(row)
    if user.pending_address != row.address:
        raise NotSentError(Reason.SUPERSEDED)
    if User.objects.with_address(row.address) is not None:
        return already_registered.content(row)
    link = CONFIRM_NEW_EMAIL.make(user.pk, user.access_marks(row.address)[0])
    return Content(row.address, user.language, _moment(row) | {"link": link})  # no name: anybody may read this


@letter(
    "email_change_asked",
    label=_("Email change requested"),
    valid_for=REFUSE_EMAIL_CHANGE.lives,
    priority=Priority.SECURITY,
    newest_only=True,
    sample=sample("name", "link", "browser", new_email="n***@example.com"),
)
def email_change_asked(row: OutboxLetter) -> Content:
    """Tell the address of an account that there is to be another one, and how to stop that."""
    user = _account(row)
    if not user.pending_address or user.email != row.address:
        raise NotSentError(Reason.SUPERSEDED)
    link = REFUSE_EMAIL_CHANGE.make(user.pk, mark(row.address), user.access_marks()[0])
    new = mask_address(user.pending_address)
    return Content(row.address, user.language, _to(user) | _moment(row) | {"link": link, "new_email": new})


@letter(
    "email_changed",
    label=_("Email changed"),
    valid_for=UNDO_EMAIL_CHANGE.lives,
    priority=Priority.SECURITY,
    sample=sample("name", "link", "browser", new_email="n***@example.com"),
)
def email_changed(row: OutboxLetter) -> Content:
    """Tell the old address of an account that there is a new one, and how to undo it."""
    user = _account(row)
    link = UNDO_EMAIL_CHANGE.make(row.parameters.get("change", 0))
    new = mask_address(user.email)
    return Content(row.address, user.language, _to(user) | _moment(row) | {"link": link, "new_email": new})


@letter(
    "account_secured",
    label=_("Account secured"),
    valid_for=RESET_VALID_FOR,
    priority=Priority.SECURITY,
    newest_only=True,
    sample=_sample_reset_link,
)
def account_secured(row: OutboxLetter) -> Content:
    """Send who has taken an account back the link that sets its new password; no limit holds it up."""
    user = _account(row)
    if user.email != row.address:
        raise NotSentError(Reason.SUPERSEDED)
    return Content(user.email, user.language, _to(user) | {"link": reset_link(user)})


@letter(
    "password_changed",
    label=_("Password changed"),
    valid_for=NOTICE_VALID_FOR,
    priority=Priority.SECURITY,
    sample=sample("name", "browser"),
)
def password_changed(row: OutboxLetter) -> Content:
    """Tell the owner that the password is a new one."""
    return Content(row.address, row.language, _to(User.objects.with_address(row.address)) | _moment(row))


@letter(
    "new_sign_in",
    label=_("New sign-in"),
    valid_for=NOTICE_VALID_FOR,
    priority=Priority.SECURITY,
    sample=sample("name", "browser"),
)
def new_sign_in(row: OutboxLetter) -> Content:
    """Tell the owner that a browser not seen before signed in."""
    return Content(row.address, row.language, _to(User.objects.with_address(row.address)) | _moment(row))


@letter(
    "account_deleted",
    label=_("Account deleted"),
    valid_for=NOTICE_VALID_FOR,
    purge_when_sent=True,
    sample=sample("browser"),
)
def account_deleted(row: OutboxLetter) -> Content:
    """Say goodbye; after it nothing of the account is left."""
    return Content(row.address, row.language, _moment(row))


@letter(
    "doctor_test",
    label=_("Test email of the doctor"),
    valid_for=RESET_VALID_FOR,
    templates=RESET_TEMPLATES,
    sample=_sample_reset,
)
def doctor_test(row: OutboxLetter) -> Content:
    """Show mail_doctor how a reset letter fares, without a link that opens anything."""
    return _sample_reset(row.address)


def _account(row: OutboxLetter) -> User:
    """Return the account that a letter is about, if it is there still."""
    user = User.objects.filter(pk=row.parameters["user"]).first()
    if user is None or not user.is_active:
        raise NotSentError(Reason.NO_ACCOUNT if user is None else Reason.INACTIVE)
    return user


def _to(user: User | None) -> dict[str, object]:
    return {"name": greeted(user.name) if user else ""}


def _moment(row: OutboxLetter) -> dict[str, object]:
    """When it happened, and in which browser ("" if unknown)."""
    return {"at": row.created_at, "browser": row.parameters.get("browser", "")}
