"""Progress as a PNG: its size and colours, that nothing is cut off, that anything can be drawn."""

from __future__ import annotations

import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.charts import picture
from bot.charts.paper import BLUE, GREEN, VERMILION, Typeface
from tests.unit.charts.lines import DAYS, LINE, LINES, LONG_TITLE, ODD, TITLES, TODAY, changed

FIFTY = [changed(title=f"{number} {LONG_TITLE}") for number in range(50)]
EDGE = 20


@pytest.fixture(scope="module")
def loaded() -> None:
    """The library is there: its own imports warn."""
    picture([], TODAY)


def opened(png: bytes) -> Image.Image:
    """The picture, once it is known to be a PNG of the size that phones want."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(png) < 200_000
    image = Image.open(BytesIO(png))
    image.load()
    assert image.format == "PNG"
    assert image.width == 1080
    return image.convert("RGB")


def has_colour(image: Image.Image, colour: str) -> bool:
    """Whether at least a hundred pixels have nearly this colour."""
    wanted = bytes.fromhex(colour[1:])
    return any(
        count >= 100 and max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 8
        for count, found in image.getcolors(1 << 24)
    )


def assert_nothing_is_cut_off(image: Image.Image) -> None:
    """Whatever runs out of the picture would leave traces on its edges."""
    width, height = image.size
    for box in (
        (0, 0, EDGE, height),
        (width - EDGE, 0, width, height),
        (0, 0, width, EDGE),
        (0, height - EDGE, width, height),
    ):
        assert image.crop(box).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_any_course_of_one_goal_can_be_drawn(line):
    assert_nothing_is_cut_off(opened(picture([line], TODAY)))


@pytest.mark.parametrize("title", TITLES, ids=ascii)
def test_any_title_can_be_drawn_without_a_warning(title, loaded):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_nothing_is_cut_off(opened(picture([changed(title=title)], TODAY)))


def test_a_long_title_takes_lines_and_the_plot_keeps_its_size():
    short, long = (opened(picture([changed(title=title)], TODAY)) for title in ("QA", LONG_TITLE))
    assert long.height > short.height + 200
    low = (0, short.height - 760, 1080, short.height)
    lowest = (0, long.height - 760, 1080, long.height)
    assert short.crop(low).tobytes() == long.crop(lowest).tobytes()


@pytest.mark.parametrize("count", [0, 2, 3, 12, 13, 50])
def test_any_number_of_goals_fits_a_phone(count):
    image = opened(picture(FIFTY[:count], TODAY))
    assert_nothing_is_cut_off(image)
    assert image.height < 2 * image.width


def test_only_the_nearest_twelve_are_drawn():
    soon = [changed(title=f"Soon {day}", target=date(2026, 10, day)) for day in range(1, 13)]
    later = [changed(title=f"Later {day}", target=date(2026, 11, day)) for day in range(1, 6)]
    later_others = [changed(title="Other", target=None), *later[1:]]
    assert picture([*later, *soon], TODAY) == picture([*soon, *later_others], TODAY)
    assert picture([*later, *soon], TODAY) != picture([*soon, *later[1:]], TODAY)


@pytest.mark.parametrize("others", [[], [LINE, changed(target=None)]])
@pytest.mark.parametrize(
    ("line", "colour"), [(ODD["overdue"], VERMILION), (ODD["done"], GREEN), (LINE, BLUE)]
)
def test_how_a_goal_stands_has_a_colour(line, colour, others):
    image = opened(picture([line, *others], TODAY))
    assert has_colour(image, colour)
    assert has_colour(image, BLUE) == (colour == BLUE or bool(others))


def test_letters_that_cannot_be_drawn_are_boxes_and_emoji_are_left_out():
    face = Typeface(30)
    assert face.title("目標: QA ✅ 90🎯") == "□□: QA 90"
    assert face.title("🎯 \U0001f1f5\U0001f1ed") == "Your goal"
    assert face.title("niño ₱500 $x^2$ <b>") == "niño ₱500 $x^2$ <b>"


def test_pictures_are_the_same_every_time_and_in_every_thread():
    asked = [[LINE], [ODD["overdue"]], [LINE, ODD["done"]], [changed(title=LONG_TITLE)]]
    alone = [picture(lines, TODAY) for lines in asked]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda lines: picture(lines, TODAY), asked))
    assert together == alone
    assert len(set(alone)) == len(alone)


def test_a_picture_says_nothing_about_its_making():
    image = Image.open(BytesIO(picture([LINE], TODAY)))
    image.load()
    assert image.info == {}


def test_the_library_is_loaded_with_the_first_picture_and_without_its_global_figures():
    program = """
import sys
import bot.charts
from datetime import date
assert not {"matplotlib", "PIL"} & set(sys.modules), "loaded by the import"
bot.charts.picture([], date(2026, 9, 22))
assert "matplotlib" in sys.modules
assert "matplotlib.pyplot" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(LINES, min_size=1, max_size=1) | st.lists(LINES, max_size=5), DAYS)
def test_anything_can_be_drawn(lines, today):
    assert_nothing_is_cut_off(opened(picture(lines, today)))
