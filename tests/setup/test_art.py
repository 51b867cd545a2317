"""The pictures of the demo world: every motif, every variant, always the same."""

import hashlib
import math

import pytest

from app.setup.demo import art
from app.setup.demo.art import outlines, palettes
from app.setup.demo.art.canvas import Canvas

pytestmark = [pytest.mark.nodb, pytest.mark.slow]

SMALL = (160, 120)


def print_of(motif, variant=0, size=SMALL):
    return hashlib.sha256(art.draw(motif, size, variant).tobytes()).hexdigest()


@pytest.fixture
def board():
    return Canvas((480, 360), palettes.DAY[0])


def test_the_list_names_enough_motifs_once_each():
    assert len(art.MOTIFS) == len(set(art.MOTIFS)) == 85
    assert {"lamp", "bikelight", "app-dark", "birdfeeder"} <= set(art.MOTIFS)


@pytest.mark.parametrize("motif", art.MOTIFS)
def test_motif_is_a_full_picture(motif):
    picture = art.draw(motif, SMALL)
    assert (picture.mode, picture.size) == ("RGB", SMALL)
    assert len(picture.getcolors(maxcolors=SMALL[0] * SMALL[1])) > 100


@pytest.mark.parametrize("motif", art.MOTIFS)
def test_same_arguments_give_the_same_picture(motif):
    assert print_of(motif, 3) == print_of(motif, 3)


@pytest.mark.parametrize("motif", art.MOTIFS)
def test_variants_differ(motif):
    assert len({print_of(motif, variant) for variant in range(3)}) == 3


def test_no_two_motifs_are_equal():
    assert len({print_of(motif) for motif in art.MOTIFS}) == len(art.MOTIFS)


@pytest.mark.parametrize("size", [(240, 90), (90, 160), (101, 77)])
def test_every_shape_of_picture_is_filled_to_its_corners(size):
    wide, high = size
    for motif in art.MOTIFS:
        picture = art.draw(motif, size, 1)
        ends = [(0, 0), (wide - 1, 0), (0, high - 1), (wide - 1, high - 1)]
        assert picture.size == size
        assert all(max(picture.getpixel(end)) > 12 for end in ends)


def test_large_variants_come_round_again_without_an_error():
    assert art.draw("booklight", SMALL, 1_000_003).size == SMALL


def test_unknown_motif_is_a_key_error():
    with pytest.raises(KeyError, match="teapot"):
        art.draw("teapot")


def test_turning_moves_what_is_drawn_inside_and_only_that(board):
    with board.turned(180, (240, 180)):
        board.box((0, 0, 40, 40), "#ff0000")
    board.box((0, 0, 40, 40), "#0000ff")
    picture = board.finish()
    assert picture.getpixel((470, 350)) == (255, 0, 0)
    assert picture.getpixel((10, 10)) == (0, 0, 255)


def test_glass_lets_through_what_lies_behind(board):
    board.box((0, 0, 480, 360), "#000000")
    board.box((0, 0, 480, 360), palettes.clear("#ffffff", 0.5))
    assert board.finish().getpixel((240, 180)) == (128, 128, 128)


def test_clouds_fade_towards_their_edge(board):
    board.box((0, 0, 480, 360), "#000000")
    board.soft(outlines.oval((240, 180), 60, 60), "#ffffff", 12)
    picture = board.finish()
    middle, edge, far = (picture.getpixel((x, 180))[0] for x in (240, 300, 400))
    assert middle > 240 > edge > 60 > far == 0


def test_figures_are_drawn_by_strokes(board):
    board.box((0, 0, 480, 360), "#000000")
    board.figures("1:8?", (20, 20), 100, "#ffffff")
    picture = board.finish()
    assert picture.getpixel((20, 70)) == (255, 255, 255)
    assert picture.getpixel((60, 50)) == (255, 255, 255)
    assert picture.getpixel((117, 70)) == (255, 255, 255)


def test_smooth_line_passes_through_its_points():
    points = [(0.0, 0.0), (40.0, 30.0), (90.0, -10.0)]
    line = outlines.smooth(points)
    assert all(point in line for point in points)


def test_capsule_is_as_wide_as_said():
    ys = [y for _, y in outlines.capsule((0, 0), (100, 0), 20)]
    assert math.isclose(max(ys) - min(ys), 20, abs_tol=0.1)


def test_colours_mix_between_their_ends():
    assert palettes.mix("#000000", "#ffffff", 0.5) == "#808080"
    assert palettes.mix("#123456", "#ffffff", 0) == "#123456"
    assert palettes.clear("#102030", 1) == "#102030ff"
