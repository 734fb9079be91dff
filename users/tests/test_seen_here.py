from users import seen_here
from users.seen_here import SeenHere


def test_each_subject_is_counted_within_a_window() -> None:
    seen = SeenHere(60)
    assert [seen.again("a"), seen.again("a"), seen.again("b")] == [1, 2, 1]
    seen._ends = 0
    assert seen.again("a") == 1


def test_many_subjects_do_not_fill_the_memory() -> None:
    seen = SeenHere(60)
    for number in range(seen_here.MAX_SUBJECTS + 5):
        seen.again(str(number))
    assert len(seen._counts) <= seen_here.MAX_SUBJECTS
