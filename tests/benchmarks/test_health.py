from benchmarks.health import NOT_TIMED, OLDEST
from config.settings import FIGURES


def test_every_figure_of_health_is_timed():
    assert sorted({*OLDEST, *NOT_TIMED}) == sorted(FIGURES)
