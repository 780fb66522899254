"""Which size fits whom, after the Japanese standards (JIS L 4004, L 4005)."""

import pytest

from support.suits.sizes import MENS, SIZES, WOMENS, Cut, Fit, Measures, fitting, near, sizes_of


@pytest.mark.parametrize(
    ("size", "measures"),
    [
        ("Y4", (88, 72, 165)),
        ("A5", (92, 80, 170)),
        ("A7", (96, 84, 180)),
        ("AB6", (96, 86, 175)),
    ],
)
def test_mens_sizes_are_of_the_standard(size, measures):
    assert MENS[size] == Measures(*measures)


@pytest.mark.parametrize(("size", "bust", "waist"), [("5", 77, 58), ("9", 83, 64), ("15", 92, 73), ("17", 96, 76)])
def test_womens_sizes_are_of_the_standard(size, bust, waist):
    assert WOMENS[size] == Measures(bust, waist, 158)


def test_every_size_has_a_name_and_fits_a_body_of_its_measures():
    assert {size for size, _label in SIZES} == {*WOMENS, *MENS}
    for cut in Cut:
        for size, measures in sizes_of(cut).items():
            assert fitting(cut, measures).size == size


@pytest.mark.parametrize(
    ("cut", "body", "size", "also"),
    [
        (Cut.SKIRT, (81, 62, 158), "9", "7"),
        (Cut.SKIRT, (80, 65, 158), "9", "11"),
        (Cut.TROUSERS, (76, 57, 150), "5", "7"),
        (Cut.MENS, (93, 80, 172), "A5", "AB5"),
        (Cut.MENS, (90, 75, 168), "Y5", ""),  # A4 is as near by its centimetres, and not next to it
        (Cut.MENS, (95, 86, 171), "AB5", "AB6"),
    ],
)
def test_size_between_two_is_not_too_tight(cut, body, size, also):
    assert fitting(cut, Measures(*body)) == Fit(size, also)


@pytest.mark.parametrize(
    ("cut", "body"), [(Cut.SKIRT, (110, 95, 158)), (Cut.MENS, (130, 120, 170)), (Cut.MENS, (65, 50, 160))]
)
def test_who_none_fits_is_told_so(cut, body):
    assert fitting(cut, Measures(*body)) == Fit()


def test_largest_and_smallest_are_named_as_long_as_they_can_be_worn():
    last = {"17": [(100, 76), (96, 80)], "5": [(61, 58), (77, 42)], "": [(101, 76), (96, 81), (60, 58), (77, 41)]}
    for size, bodies in last.items():
        assert {fitting(Cut.SKIRT, Measures(*body, 158)).size for body in bodies} == {size}


@pytest.mark.parametrize(
    ("height", "is_short", "is_long"),
    [(150, False, False), (166, False, False), (167, True, False), (149, False, True)],
)
def test_height_beside_the_usual_is_said(height, is_short, is_long):
    fit = fitting(Cut.SKIRT, Measures(83, 64, height))
    assert (fit.is_short, fit.is_long) == (is_short, is_long)


@pytest.mark.parametrize(
    ("cut", "size", "others"),
    [
        (Cut.SKIRT, "5", ["7"]),
        (Cut.SKIRT, "9", ["11", "7"]),
        (Cut.TROUSERS, "17", ["15"]),
        (Cut.MENS, "A5", ["AB5", "Y5", "A6", "A4"]),
        (Cut.MENS, "Y4", ["A4", "Y5"]),
    ],
)
def test_sizes_next_to_one(cut, size, others):
    assert near(cut, size) == others
