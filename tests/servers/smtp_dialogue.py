"""One client's conversation with the SMTP server, in the words of Yandex."""

import asyncio
from collections.abc import Collection
from types import SimpleNamespace
from typing import Any, AnyStr, NoReturn, override

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.letters import Letter
from tests.servers.script import Fault
from tests.servers.smtp_behaviour import SmtpBehaviour, Stage

HOST_NAME = "smtp.yandex.test"
WRONG_LOGIN = "535 5.7.8 Error: authentication failed: Invalid user or password!"
LOGIN_FIRST = "503 5.5.4 Error: send AUTH command first."
FOREIGN_SENDER = "553 5.7.1 Sender address rejected: not owned by auth user."
TOO_MANY_MESSAGES = "421 4.7.0 Too many messages on one connection, closing."
ACCEPTED = "250 2.0.0 Ok: queued"


class Dialogue(SMTP):
    def __init__(self, behaviour: SmtpBehaviour, **options: Any) -> None:
        self._behaviour = behaviour
        self._lasting_refusals: dict[Stage, str] = {}
        self._login: str | None = None
        self._message_count = 0
        self._greeted = self._ending = False
        hooks = SimpleNamespace(
            handle_EHLO=self._on_ehlo,
            handle_HELO=self._on_helo,
            handle_AUTH=self._on_auth,
            handle_MAIL=self._on_mail,
            handle_RCPT=self._on_rcpt,
            handle_DATA=self._on_data,
        )
        super().__init__(hooks, hostname=HOST_NAME, ident="ESMTP", authenticator=self._authenticate_user, **options)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.transport is None:  # and not a second time, after STARTTLS
            self._behaviour.connected()
        super().connection_made(transport)

    @override
    async def push(self, status: AnyStr) -> None:
        reply = status if isinstance(status, bytes) else status.encode()
        if not self._greeted:
            self._greeted = True
            reply = (await self._obstacle("connect") or reply.decode()).encode()
            self._ending = not reply.startswith(b"220")
        if reply[3:4] != b"-":
            await asyncio.sleep(self._behaviour.reply_delay_seconds)
        await super().push(reply)
        if self.transport is not None and (self._ending or reply.startswith(b"421")):
            self.transport.close()

    def abort(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    def end_for_idleness(self, goodbye: str) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(goodbye.encode())
            self.transport.close()

    async def _on_ehlo(self, _: SMTP, session: Session, __: Envelope, name: str, replies: list[str]) -> list[str]:
        if refusal := await self._lasting_obstacle("ehlo"):
            return [refusal]
        session.host_name = name
        more = self._behaviour.offers + (self._behaviour.offers_before_tls if session.ssl is None else [])
        return [replies[0], *(f"250-{each}" for each in more), *replies[1:]]

    async def _on_helo(self, _: SMTP, session: Session, __: Envelope, name: str) -> str:
        if refusal := await self._lasting_obstacle("ehlo"):
            return refusal
        session.host_name = name
        return f"250 {HOST_NAME}"

    async def _on_auth(self, *_: object) -> object:
        return await self._lasting_obstacle("auth") or MISSING

    def _authenticate_user(self, _: SMTP, __: Session, ___: Envelope, ____: str, given: LoginPassword) -> AuthResult:
        login, password = given.login.decode(errors="replace"), given.password.decode(errors="replace")
        if not self._behaviour.login_is_right(login, password):
            return AuthResult(success=False, handled=False, message=WRONG_LOGIN)
        self._login = login
        return AuthResult(success=True, auth_data=given)

    async def _on_mail(self, _: SMTP, __: Session, envelope: Envelope, sender: str, options: list[str]) -> str:
        limit = self._behaviour.refuse_after_messages
        if limit is not None and self._message_count >= limit:
            return TOO_MANY_MESSAGES
        if refusal := self._tired("mail") or self._behaviour.limit() or await self._obstacle("mail"):
            return refusal
        if self._behaviour.require_login and self._login is None:
            return LOGIN_FIRST
        if self._login is not None and sender.casefold() != self._login.casefold():
            return FOREIGN_SENDER
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def _on_rcpt(self, _: SMTP, __: Session, envelope: Envelope, recipient: str, ___: list[str]) -> str:
        if refusal := self._tired("rcpt") or await self._obstacle("rcpt", [recipient]):
            return refusal
        envelope.rcpt_tos.append(recipient)
        return "250 2.1.5 Ok"

    async def _on_data(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        answer = self._tired("data") or self._behaviour.script.next("data", envelope.rcpt_tos)
        if isinstance(answer, str):
            return answer
        if answer in (Fault.HANG, Fault.CUT):
            await self._fail(answer)
        content = envelope.original_content or b""
        self._behaviour.received.append(Letter(envelope.mail_from or "", list(envelope.rcpt_tos), content))
        if answer is Fault.LOST_REPLY:
            await self._fail(answer)
        self._message_count += 1
        self._ending = self._message_count == self._behaviour.close_after_messages
        return ACCEPTED

    def _tired(self, stage: Stage) -> str | None:
        limit = self._behaviour.tired_after_messages
        is_tired = limit is not None and self._message_count >= limit and stage == self._behaviour.tired_stage
        return self._behaviour.tired_answer if is_tired else None

    async def _lasting_obstacle(self, stage: Stage) -> str | None:
        refusal = self._lasting_refusals.get(stage) or await self._obstacle(stage)
        if refusal:
            self._lasting_refusals[stage] = refusal
        return refusal

    async def _obstacle(self, stage: Stage, recipients: Collection[str] = ()) -> str | None:
        answer = self._behaviour.script.next(stage, recipients)
        if isinstance(answer, Fault):
            return await self._fail(answer)
        return answer

    async def _fail(self, fault: Fault) -> NoReturn:
        if fault is not Fault.HANG:
            self.abort()
        await asyncio.Event().wait()  # aiosmtpd cancels this when the connection is gone
        raise AssertionError("nobody sets this event")
