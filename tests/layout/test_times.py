"""How often a form was sent, as people say it."""

import pytest

from xlcampaign.layout.times import Times

TIMES = Times(1, 99)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (2, 2),
        (3.0, 3),
        ("２", 2),
        ("三", 3),
        ("第二次", 2),
        ("第3次", 3),
        ("第 ４ 次", 4),
        ("第十二次", 12),
        ("第二版", 2),
        ("第3次报送", 3),
        ("两次", 2),
        ("2次。", 2),
        ("首次", 1),
        ("重报", 2),
        ("重新报送", 2),
        (" 再 报 ", 2),
    ],
)
def test_a_number_of_times_is_read_as_people_say_it(raw, number):
    assert TIMES.parse(raw) == number


@pytest.mark.parametrize(
    "raw", ["第二次重报", "重报第2次", "第?次", "补报", "第①次", "第100次", "第零次", 0, 2.5, "又报了", True]
)
def test_what_may_mean_either_number_is_not_read(raw):
    with pytest.raises(ValueError):  # noqa: PT011 -- kinds raise one type for what does not fit
        TIMES.parse(raw)
