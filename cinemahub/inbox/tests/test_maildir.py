from pathlib import Path

import pytest

from cinemahub.inbox import maildir
from cinemahub.inbox.tests.samples import sample


def keep(subject: str) -> str:
    return maildir.keep("post@cinemahub.example", ["anna@example.com"], sample(subject).as_bytes())


def test_the_newest_letter_comes_first_even_within_one_moment() -> None:
    for number in range(12):
        keep(str(number))
    assert [letter.subject for letter in maildir.newest_first(3)] == ["11", "10", "9"]


def test_the_folder_is_made_when_it_is_needed(inbox: Path) -> None:
    assert not inbox.parent.exists()
    assert maildir.newest_first(9) == []
    assert inbox.is_dir()


def test_emptying_leaves_no_letter() -> None:
    key = keep("any")
    maildir.empty()
    assert maildir.newest_first(9) == []
    assert maildir.find(key) is None


@pytest.mark.parametrize("key", ["", "..", "../../secret", "/etc/passwd", "new/x", "secret", "1.M1P1Q1.nowhere", "\0"])
def test_a_key_never_leads_out_of_the_folder(inbox: Path, key: str) -> None:
    keep("any")
    for place in (inbox.parent / "secret", inbox / "secret", inbox / "new" / "secret"):
        place.write_text("Subject: secret\n\n")
    assert maildir.find(key) is None
    assert [letter.subject for letter in maildir.newest_first(9)] == ["any"]


def test_file_names_are_those_that_windows_allows(inbox: Path) -> None:
    letter = maildir.find(keep("any"))
    assert letter
    maildir.mark_read(letter)
    assert [file.name for file in (inbox / "cur").iterdir()] == [letter.key]
    assert ":" not in letter.key
