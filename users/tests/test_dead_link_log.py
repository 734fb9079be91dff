import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/users/email-change/confirm/abc:def:ghi/", "confirm_new_email"),
        ("/users/password-reset/MQ/abc-123/", "password_reset_confirm"),
    ],
)
def test_a_dead_link_is_logged_without_the_link(path: str, page: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "users.security")
    Client().get(path)
    (said,) = [record.getMessage() for record in caplog.records if record.name == "users.security"]
    assert said.startswith(f"dead_link page={page} reason=")
    assert said.endswith("client=127.0.0.1")
    assert "abc" not in said
