from email.message import EmailMessage

LINK = "http://127.0.0.1:8000/users/reset/Mg/token/"
TEXT = "Здравствуйте!\n\n" + f"Новый пароль: {LINK}\n"
HTML = f'<!doctype html><html><head><title>x</title></head><body><p>Вот <a href="{LINK}">ссылка</a></p></body></html>'


def sample(subject: str = "Новый пароль", *, text: str | None = TEXT, html: str | None = HTML) -> EmailMessage:
    """Compose a letter as the site sends it."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Кинохаб <post@cinemahub.example>"
    message["To"] = "anna@example.com"
    if text is not None:
        message.set_content(text, charset="utf-8")
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message
