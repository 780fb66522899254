from benchmarks.health import OLDEST
from config.settings import FIGURES


def test_every_figure_of_health_is_timed():
    assert sorted(OLDEST) == sorted(FIGURES)
