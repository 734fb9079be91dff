"""Every letter as it is composed for a real account, with awkward names and real links."""

from datetime import UTC, datetime

from cinemahub.mail.letters import Letter
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.sending.compose import compose
from cinemahub.mail.tests.letter_parts import Parts, parts_of
from users import letters
from users.models import EventKind, SecurityEvent, SignUp, User

OWNER = "o'neil&sons@mail.example"
NEW_ADDRESS = "new&better@mail.example"
BROWSER = 'Fire<u>fox</u> & "Co", Linux'
MOMENT = datetime(2026, 5, 31, 21, 5, tzinfo=UTC)

EVERY_LETTER = [value for value in vars(letters).values() if isinstance(value, Letter)]
TO_NEW_ADDRESS = [letters.confirm_new_email.name, letters.sign_up.name]


def row_of(
    letter: Letter, user: User, language: str, *, new: str = NEW_ADDRESS, browser: str = BROWSER
) -> OutboxLetter:
    """Do what a letter tells of, and return its row; `user` has the new address where that is confirmed already."""
    old = user.email
    if letter.name == letters.email_changed.name:
        user.email = new
    user.save()
    if letter.name in {letters.confirm_new_email.name, letters.email_change_asked.name}:
        user.await_address(new)
    change = SecurityEvent.record(EventKind.ADDRESS_CHANGED, None, user=user, other_address=old)
    sign_up = SignUp.begin(new, password=user.password, language=user.language, browser="a secret")
    parameters = {"user": user.pk, "change": change.pk, "browser": browser, "browser_digest": "d" * 40}
    return OutboxLetter(
        kind=letter.name,
        address=new if letter.name in TO_NEW_ADDRESS else old,
        language=language,
        parameters=parameters | {"sign_up": str(sign_up.key)},
        created_at=MOMENT,
    )


def composed(letter: Letter, user: User, language: str) -> Parts:
    return parts_of(compose(row_of(letter, user, language)))
