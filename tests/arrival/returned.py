"""Returned mail as servers write it.

Written anew after the shapes of RFC 3464 and of these servers' own texts, with letters of ours in them. Real ones to
compare with: https://github.com/sisimai/set-of-emails
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

SITE = "site@yandex.test"
LINK = "https://cinemahub.example/users/password-reset/NA/c0ffee-0123456789abcdef0123456789abcdef/"


@dataclass(frozen=True)
class Original:
    """The letter of ours that a server could not deliver."""

    message_id: str
    recipient: str

    @property
    def headers(self) -> str:
        return (
            f"From: Cinemahub <{SITE}>\nTo: {self.recipient}\nSubject: Password reset\n"
            f"Message-ID: {self.message_id}\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8"
        )

    @property
    def text(self) -> str:
        return f"{self.headers}\n\nTo choose a new password, open {LINK}\n"


def report(
    original: Original,
    *,
    head: str,
    text: str,
    fields: str,
    copy_type: str = "message/rfc822",
    report_fields: str = "Reporting-MTA: dns; mx.test",
) -> bytes:
    """Put a multipart/report together (RFC 6522): the words, the report and the letter."""
    returned = original.text if copy_type == "message/rfc822" else original.headers
    return _wire(
        f"""{_dedent(head)}
To: {SITE}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"

This is a MIME-encapsulated message.

--=_report
Content-Type: text/plain; charset=utf-8

{_dedent(text)}

--=_report
Content-Type: message/delivery-status

{report_fields}

{_dedent(fields)}

--=_report
Content-Type: {copy_type}

{returned}
--=_report--
"""
    )


def yandex(original: Original, status: str = "5.1.1", said: str = "550 5.1.1 No such user!") -> bytes:
    return report(
        original,
        head="""
            Return-Path: <>
            Received: by forward1.mail.yandex.test (Yandex) id AFAB29E13A0
            From: mailer-daemon@yandex.ru
            Subject: =?utf-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?=
            Auto-Submitted: auto-replied
            Message-Id: <20261125171228.AFAB29E13A0@forward1.mail.yandex.test>""",
        text=f"""
            Это письмо отправлено почтовым сервером yandex.ru.
            Мы вынуждены сообщить Вам, что Ваше письмо не может
            быть отправлено одному или нескольким адресатам.

            <{original.recipient}>: host mx.test[192.0.2.153] said: {said} (in reply to RCPT TO command)""",
        fields=f"""
            Final-Recipient: rfc822; {original.recipient}
            Original-Recipient: rfc822;{original.recipient}
            Action: failed
            Status: {status}
            Remote-MTA: dns; mx.test
            Diagnostic-Code: smtp; {said}""",
    )


def mailru(original: Original, said: str = "550 5.1.1 User unknown") -> bytes:
    """Exim's own words around Mail.ru's, in plain text, and the whole letter below."""
    return _wire(
        f"""Return-path: <>
Received: from mail by smtp23.mail.ru with local id 1XsaNj-0006ay-9N
X-Failed-Recipients: {original.recipient}
Auto-Submitted: auto-replied
From: mailer-daemon@corp.mail.ru
To: {SITE}
Content-Transfer-Encoding: 8bit
Content-Type: text/plain; charset=utf-8
Subject: =?utf-8?B?0JLQsNGI0LUg0YHQvtC+0LHRidC10L3QuNC1?= Mail failure.
Message-Id: <E1XsaNj-0006ay-9N@smtp23.mail.ru>

Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.

Увы, Ваше письмо не может быть доставлено одному или нескольким получателям:

  {original.recipient}
    SMTP error from remote mail server after RCPT TO:<{original.recipient}>:
    host mx.test [192.0.2.222]: {said}

Рекомендуем Вам проверить корректность указания адресов получателей.

------ This is a copy of the message, including all the headers. ------

{original.text}"""
    )


def gmail(original: Original) -> bytes:
    return report(
        original,
        head="""
            Return-Path: <>
            From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
            Auto-Submitted: auto-replied
            Subject: Delivery Status Notification (Failure)
            Message-ID: <656d0001.050a0220.1.2.GMR@mx.google.test>""",
        text=f"""
            ** Address not found **

            Your message wasn't delivered to {original.recipient} because the address couldn't be found.""",
        report_fields="Reporting-MTA: dns; googlemail.com\nArrival-Date: Wed, 25 Nov 2026 07:00:00 -0800 (PST)",
        fields=f"""
            Final-Recipient: rfc822; {original.recipient}
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; gmail-smtp-in.l.google.test. (192.0.2.26, the server for the domain.)
            Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
             550-5.1.1 double-checking the recipient's email address for typos or
             550 5.1.1 unnecessary spaces. For more information, go to
             https://support.google.com/mail/?p=NoSuchUser 5b1f17b1804b1 - gsmtp
            Last-Attempt-Date: Wed, 25 Nov 2026 07:00:01 -0800 (PST)""",
    )


def gmail_delay(original: Original) -> bytes:
    return _wire(
        f"""Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: {SITE}
Subject: Delivery Status Notification (Delay)
Message-ID: <001636b2ad2a854c6b04893db72b@google.test>
Content-Type: text/plain; charset=ISO-8859-1
Content-Transfer-Encoding: quoted-printable

THIS IS A WARNING MESSAGE ONLY.

Delivery to the following recipient has been delayed:

     {original.recipient}

Message will be retried for 2 more day(s)

Technical details of temporary failure:=20
The error that the other server returned was: 450 4.2.2 Mailbox Full

----- Original message -----

{original.text.replace("=", "=3D")}"""
    )


def microsoft_365(original: Original) -> bytes:
    return report(
        original,
        head="""
            Return-Path: <>
            From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.test>
            Auto-Submitted: auto-replied
            X-MS-Exchange-Message-Is-Ndr:
            Subject: Undeliverable: Password reset
            Message-ID: <5b0e0000-0000-4e62-aaaa-bbbbccccdddd@AM0PR00MB0000.eurprd00.prod.outlook.test>""",
        text=f"""
            Your message to {original.recipient} couldn't be delivered.
            anna wasn't found at the destination.""",
        report_fields="Reporting-MTA: dns;AM0PR00MB0000.eurprd00.prod.outlook.test\nReceived-From-MTA: dns;site.test",
        fields=f"""
            Final-Recipient: rfc822;{original.recipient}
            Action: failed
            Status: 5.1.10
            Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
            X-Display-Name: Anna""",
    )


def exchange(original: Original) -> bytes:
    """A mailbox on an organisation's own Exchange, too full to accept more."""
    return report(
        original,
        head="""
            Return-Path: <>
            From: <postmaster@company.test>
            Content-Language: en-US
            Auto-Submitted: auto-generated
            Subject: Undeliverable: Password reset
            Message-ID: <47d0c2a4@exchange.company.test>""",
        text=f"""
            Delivery has failed to these recipients or groups:
            {original.recipient}
            The recipient's mailbox is full and can't accept messages now.""",
        fields=f"""
            Final-recipient: RFC822; {original.recipient}
            Action: failed
            Status: 5.2.2
            Diagnostic-Code: smtp;554 5.2.2 mailbox full;STOREDRV.Deliver.Exception:QuotaExceededException
            X-Supplementary-Info: <exchange.company.test #5.2.2 smtp;554 5.2.2 mailbox full>""",
        copy_type="text/rfc822-headers",
    )


def postfix(original: Original) -> bytes:
    return report(
        original,
        head="""
            Return-Path: <>
            Received: by mail.test (Postfix) id 4061F2BEA
            From: MAILER-DAEMON@mail.test (Mail Delivery System)
            Subject: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied
            Message-Id: <20261125092919.4061F2BEA@mail.test>""",
        text=f"""
            This is the mail system at host mail.test.
            <{original.recipient}>: host mx.test[192.0.2.20] said: 550 5.1.1 unknown user""",
        report_fields=f"Reporting-MTA: dns; mail.test\nX-Postfix-Queue-ID: 4061F2BEA\nX-Postfix-Sender: rfc822; {SITE}",
        fields=f"""
            Final-Recipient: rfc822; {original.recipient}
            Original-Recipient: rfc822;{original.recipient}
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; mx.test
            Diagnostic-Code: smtp; 550 5.1.1 <{original.recipient}>: Recipient address rejected: User unknown in
                virtual mailbox table""",
    )


def postfix_delay(original: Original) -> bytes:
    return report(
        original,
        head="""
            Return-Path: <>
            From: MAILER-DAEMON@mail.test (Mail Delivery System)
            Subject: Delayed Mail (still being retried)
            Auto-Submitted: auto-replied
            Message-Id: <20261125132919.4061F2BEA@mail.test>""",
        text="""
            # THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #""",
        fields=f"""
            Final-Recipient: rfc822; {original.recipient}
            Action: delayed
            Status: 4.4.1
            Diagnostic-Code: X-Postfix; connect to mx.test[192.0.2.20]:25: Connection timed out
            Will-Retry-Until: Mon, 30 Nov 2026 09:29:19 +0000""",
        copy_type="text/rfc822-headers",
    )


def exim(original: Original) -> bytes:
    """Since 4.8x Exim sends a report for machines, with its header of old beside it."""
    return report(
        original,
        head=f"""
            Return-path: <>
            X-Failed-Recipients: {original.recipient}
            Auto-Submitted: auto-replied
            From: Mail Delivery System <Mailer-Daemon@exim.test>
            Subject: Mail delivery failed: returning message to sender
            Message-Id: <E1P1crI-0001W9-OO@exim.test>""",
        text=f"""
            This message was created automatically by mail delivery software.

              {original.recipient}
                host mx.test [192.0.2.20]
                SMTP error from remote mail server after RCPT TO:<{original.recipient}>:
                550 5.1.1 User unknown""",
        fields=f"""
            Action: failed
            Final-Recipient: rfc822;{original.recipient}
            Status: 5.0.0
            Remote-MTA: dns; mx.test
            Diagnostic-Code: smtp; 550 5.1.1 User unknown""",
    )


def exim_delay(original: Original) -> bytes:
    return _wire(
        f"""Return-path: <>
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@exim.test>
To: {SITE}
Subject: Warning: message 1aqW-0001 delayed 24 hours
Message-Id: <E1aqW-0002@exim.test>
References: {original.message_id}

This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on exim.test.

The address to which the message has not yet been delivered is:

  {original.recipient}
    host mx.test [192.0.2.222]
    Delay reason: SMTP error from remote mail server after RCPT TO:<{original.recipient}>:
    451 4.7.1 Greylisting in action, please come back later

No action is required on your part.
"""
    )


def sendmail(original: Original) -> bytes:
    return report(
        original,
        head="""
            Return-Path: <MAILER-DAEMON>
            From: Mail Delivery Subsystem <MAILER-DAEMON@sendmail.test>
            Subject: Returned mail: see transcript for details
            Auto-Submitted: auto-generated (failure)
            Message-Id: <202611251433.4APEXh9018575@sendmail.test>""",
        text=f"""
               ----- The following addresses had permanent fatal errors -----
            <{original.recipient}>
                (reason: 550 5.1.1 <{original.recipient}>... User Unknown)

               ----- Transcript of session follows -----
            ... while talking to mx.test.:
            >>> DATA
            <<< 550 5.1.1 <{original.recipient}>... User Unknown""",
        report_fields="Reporting-MTA: dns; sendmail.test\nReceived-From-MTA: DNS; site.test",
        fields=f"""
            Final-Recipient: RFC822; {original.recipient}
            Action: failed
            Status: 5.1.1
            Remote-MTA: DNS; mx.test
            Diagnostic-Code: SMTP; 550 5.1.1 <{original.recipient}>... User Unknown
            Last-Attempt-Date: Wed, 25 Nov 2026 14:33:00 +0000""",
    )


def qmail(original: Original) -> bytes:
    return _wire(
        f"""Return-Path: <>
Received: (qmail 10000 invoked for bounce); 25 Nov 2026 00:00:00 +0000
From: MAILER-DAEMON@qmail.test
To: {SITE}
Subject: failure notice

Hi. This is the qmail-send program at qmail.test.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{original.recipient}>:
192.0.2.153 does not like recipient.
Remote host said: 550 5.1.1 <{original.recipient}>... User Unknown
Giving up on 192.0.2.153.

--- Below this line is a copy of the message.

{original.text}"""
    )


def out_of_office(original: Original) -> bytes:
    """A person's answering machine: it names our letter, and nothing came back."""
    return _wire(
        f"""Return-Path: <>
From: Anna <{original.recipient}>
To: {SITE}
Subject: Out of office
Auto-Submitted: auto-replied
In-Reply-To: {original.message_id}
Message-ID: <vacation-1@test>

I am away until Monday. 550 5.1.1 is my favourite number.
"""
    )


STYLES: dict[str, Callable[[Original], bytes]] = {
    "yandex": yandex,
    "mailru": mailru,
    "gmail": gmail,
    "microsoft_365": microsoft_365,
    "exchange": exchange,
    "postfix": postfix,
    "exim": exim,
    "sendmail": sendmail,
    "qmail": qmail,
}
DELAYS: dict[str, Callable[[Original], bytes]] = {
    "gmail": gmail_delay,
    "postfix": postfix_delay,
    "exim": exim_delay,
}


def _dedent(text: str) -> str:
    return textwrap.dedent(text.strip("\n"))


def _wire(text: str) -> bytes:
    return text.encode().replace(b"\n", b"\r\n")
