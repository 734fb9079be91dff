"""Everything the site says to its people by mail."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from cinemahub.mail.letters import Content, NotSentError, Priority, Templates, letter
from cinemahub.mail.models import OutboxLetter, Reason
from cinemahub.mail.privacy.addresses import comparable_address
from cinemahub.mail.privacy.masking import mask_address
from users.models import User
from users.reset_link import reset_link
from users.samples import sample
from users.signed_link import CONFIRM_EMAIL, CONFIRM_NEW_EMAIL, UNDO_EMAIL_CHANGE

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


def _sample_reset(address: str) -> Content:
    """Give a link that opens nothing and says so."""
    link = settings.SITE_URL + reverse("password_reset_confirm", args=["test", "this-is-a-test"])
    return Content(address, "", {"link": link})


@letter(
    "password_reset",
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
    return Content(user.email, user.language, {"user": user, "link": reset_link(user)})


@letter(
    "confirm_email",
    valid_for=CONFIRM_EMAIL.lives,
    priority=Priority.CONFIRMATION,
    newest_only=True,
    limited=True,
    sample=sample("link"),
)
def confirm_email(row: OutboxLetter) -> Content:
    """Ask whoever signed up to show that the address is theirs."""
    user = _account(row)
    if user.is_confirmed:
        raise NotSentError(Reason.CONFIRMED)
    return Content(user.email, user.language, {"link": CONFIRM_EMAIL.make(user=user.pk, email=user.email)})


@letter(
    "already_registered",
    valid_for=NOTICE_VALID_FOR,
    priority=Priority.CONFIRMATION,
    newest_only=True,
    limited=True,
    sample=sample(),
    prefetch=_prefetch_accounts,
)
def already_registered(row: OutboxLetter) -> Content:
    """Tell the owner of an account that somebody signed up with its address."""
    user = _account_with_address(row)
    return Content(user.email, user.language, {})


@letter(
    "confirm_new_email",
    valid_for=CONFIRM_NEW_EMAIL.lives,
    priority=Priority.CONFIRMATION,
    newest_only=True,
    limited=True,
    sample=sample("link"),
)
def confirm_new_email(row: OutboxLetter) -> Content:
    """Ask for proof that the new address of an account is its owner's."""
    user = _account(row)
    if user.pending_email != row.address:
        raise NotSentError(Reason.SUPERSEDED)
    return Content(row.address, user.language, {"link": CONFIRM_NEW_EMAIL.make(user=user.pk, email=row.address)})


@letter(
    "email_changed",
    valid_for=UNDO_EMAIL_CHANGE.lives,
    priority=Priority.SECURITY,
    sample=sample("link", "browser", new_email="n***@example.com"),
)
def email_changed(row: OutboxLetter) -> Content:
    """Tell the old address of an account that there is a new one, and how to undo it."""
    user = _account(row)
    link = UNDO_EMAIL_CHANGE.make(user=user.pk, email=row.address, change=row.parameters.get("change", 0))
    return Content(row.address, user.language, _moment(row) | {"link": link, "new_email": mask_address(user.email)})


@letter("password_changed", valid_for=NOTICE_VALID_FOR, priority=Priority.SECURITY, sample=sample("browser"))
def password_changed(row: OutboxLetter) -> Content:
    """Tell the owner that the password is a new one."""
    return Content(row.address, row.language, _moment(row))


@letter("new_sign_in", valid_for=NOTICE_VALID_FOR, priority=Priority.SECURITY, sample=sample("browser"))
def new_sign_in(row: OutboxLetter) -> Content:
    """Tell the owner that a browser not seen before signed in."""
    return Content(row.address, row.language, _moment(row))


@letter("account_deleted", valid_for=NOTICE_VALID_FOR, purge_when_sent=True, sample=sample("browser"))
def account_deleted(row: OutboxLetter) -> Content:
    """Say goodbye; after it nothing of the account is left."""
    return Content(row.address, row.language, _moment(row))


@letter("doctor_test", valid_for=RESET_VALID_FOR, templates=RESET_TEMPLATES, sample=_sample_reset)
def doctor_test(row: OutboxLetter) -> Content:
    """Show mail_doctor how a reset letter fares, without a link that opens anything."""
    return _sample_reset(row.address)


def _account(row: OutboxLetter) -> User:
    """Return the account that a letter is about, if it is there still."""
    user = User.objects.filter(pk=row.parameters["user"]).first()
    if user is None or not user.is_active:
        raise NotSentError(Reason.NO_ACCOUNT if user is None else Reason.INACTIVE)
    return user


def _moment(row: OutboxLetter) -> dict[str, object]:
    """When it happened, and in which browser ("" if unknown)."""
    return {"at": row.created_at, "browser": row.parameters.get("browser", "")}
