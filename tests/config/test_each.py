import pytest

from config.each import SomeFailed, do_each


def test_row_that_fails_holds_up_none_of_the_others_and_fails_the_task():
    done = []

    def act(key: int) -> None:
        done.append(1 // key)

    with pytest.raises(SomeFailed, match="^1 of 3$") as failed:
        do_each(act, [-1, 0, 1])
    assert done == [-1, 1]
    assert isinstance(failed.value.__cause__, ZeroDivisionError)


def test_all_that_goes_well_says_nothing():
    do_each(int, [1, 2])
