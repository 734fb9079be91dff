"""What is said before a letter's text: one command at a time, or all of them in one flight (PIPELINING, RFC 2920)."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from cinemahub.mail.diagnosis.vocabulary import Step

GO_AHEAD = 354
OUT_OF_ORDER = {500, 502, 503}  # unknown command, not implemented, bad sequence
OUT_OF_ORDER_WORDS = (b"pipelin", b"synchroni")  # Postfix's, Exim's


class OutOfStepError(smtplib.SMTPException):
    """The answers do not fit a flight: none of them is to be believed, and the connection has been ended."""


@dataclass(frozen=True)
class Envelope:
    """`at` is called with the step whose answer comes next; smtplib's errors, as its `sendmail` raises them."""

    sender: str
    recipient: str
    size: int

    def offer(self, smtp: smtplib.SMTP, at: Callable[[Step], object]) -> None:
        """Have the server ask for the text."""
        for step, command in self._commands(smtp).items():
            at(step)
            smtp.putcmd(command)
            if refusal := self._refusal(step, *smtp.getreply()):
                raise refusal

    def offer_at_once(self, smtp: smtplib.SMTP, at: Callable[[Step], object]) -> None:
        """Do the same in one round trip; a refused letter's text is not sent, even if it is asked for."""
        commands = self._commands(smtp)
        smtp.send("".join(f"{command}\r\n" for command in commands.values()))
        for step in commands:
            at(step)
            code, answer = smtp.getreply()
            if refusal := self._refusal(step, code, answer):
                if not _is_about_letter(code, answer) or not _others_fit(smtp, step):
                    smtp.close()
                    raise OutOfStepError from refusal
                raise refusal

    def _commands(self, smtp: smtplib.SMTP) -> dict[Step, str]:
        size = f" SIZE={self.size}" if smtp.has_extn("size") else ""
        return {
            Step.MAIL: f"MAIL FROM:<{self.sender}>{size}",
            Step.RCPT: f"RCPT TO:<{self.recipient}>",
            Step.DATA: "DATA",
        }

    def _refusal(self, step: Step, code: int, answer: bytes) -> smtplib.SMTPException | None:
        if step is Step.MAIL and code != 250:
            return smtplib.SMTPSenderRefused(code, answer, self.sender)
        if step is Step.RCPT and code not in {250, 251}:
            return smtplib.SMTPRecipientsRefused({self.recipient: (code, answer)})
        if step is Step.DATA and code != GO_AHEAD:
            return smtplib.SMTPDataError(code, answer)
        return None


def _is_about_letter(code: int, answer: bytes) -> bool:
    """Tell a refusal from an answer to another command, and from one to the flight as such."""
    is_refusal = code // 100 in {4, 5} and code not in OUT_OF_ORDER
    return is_refusal and not any(word in answer.lower() for word in OUT_OF_ORDER_WORDS)


def _others_fit(smtp: smtplib.SMTP, refused_at: Step) -> bool:
    """Read the answers to what went along with a refused command, up to the end of what the server is in."""
    try:
        if refused_at is Step.MAIL and _is_yes(smtp.getreply()[0]):
            return False
        if refused_at is not Step.DATA:
            code, _answer = smtp.getreply()
            if code == GO_AHEAD:
                smtp.docmd(".")
            return not _is_yes(code)
    except smtplib.SMTPServerDisconnected as error:  # as after a 421
        return "timed out" not in str(error)
    return True


def _is_yes(code: int) -> bool:
    return code // 100 == 2
