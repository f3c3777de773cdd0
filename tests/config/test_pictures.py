"""What comes in from outside: taken by its content, drawn anew, or refused in a sentence.

Each row has its control: what the same bytes are where nobody draws them anew.
"""

import subprocess
import sys
import time
import zlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from config.lib import pictures
from config.lib.pictures import Cut, Refused
from tests.factories.graphic_designer import drawn

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
GPS, ORIENTATION = 0x8825, 0x0112
MEGABYTE = 2**20


def cleaned(content):
    return pictures.clean(ContentFile(content))


def reason(content):
    with pytest.raises(Refused) as refused:
        cleaned(content)
    return str(refused.value)


def chunk(kind, content):
    body = kind + content
    return len(content).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)


def png_of(width, height):
    """A PNG of one bit per pixel: huge to open, tiny to send."""
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes((width // 8 + 1 + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [SVG, b'<?xml version="1.0"?>' + SVG, b"\xef\xbb\xbf \n" + SVG, b"<!DOCTYPE html>" + SCRIPT],
    ids=["svg", "xml", "svg after a mark", "html"],
)
def test_what_can_carry_a_program_is_refused_by_its_content(content):
    assert "programs" in reason(content)


@pytest.mark.parametrize(
    "content",
    [b"GIF89a" + SCRIPT, b"hello", b"%PDF-1.4", b"\0" * 100, b"PK\x03\x04"],
    ids=["gif", "text", "pdf", "zeros", "zip"],
)
def test_what_is_no_picture_of_ours_is_refused(content):
    assert "JPEG, PNG or WebP" in reason(content)


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_tail_is_cut_off(kind):
    polyglot = drawn(60, 40, kind) + SCRIPT

    whole, small = cleaned(polyglot)

    assert SCRIPT in polyglot
    assert b"script" not in whole.content + small.content
    assert (whole.kind, whole.width, whole.height) == (kind, 60, 40)


def test_where_it_was_taken_is_forgotten():
    exif = Image.Exif()
    exif[GPS] = {1: "N", 2: (45.0, 4.0, 12.0)}
    exif[0x010E] = "Made at home"
    photo = drawn(60, 40, exif=exif, comment=b"call me")
    assert Image.open(BytesIO(photo)).getexif().get_ifd(GPS)

    whole, small = cleaned(photo)

    for made in (whole, small):
        assert not Image.open(BytesIO(made.content)).getexif()
        assert b"Made at home" not in made.content
        assert b"call me" not in made.content


def test_the_words_inside_a_png_are_forgotten():
    words = PngInfo()
    words.add_text("Author", "Dora")
    picture = drawn(60, 40, "png", pnginfo=words, icc_profile=b"not a profile")
    assert b"Author" in picture

    assert b"Author" not in cleaned(picture)[0].content


def test_a_photo_held_upright_is_turned_for_good():
    exif = Image.Exif()
    exif[ORIENTATION] = 6

    whole, _small = cleaned(drawn(60, 40, exif=exif))

    assert (whole.width, whole.height) == (40, 60)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (png_of(13_000, 13_000), "169 million pixels"),
        (drawn(5000, 3400, progressive=True), "17 million pixels"),
        (png_of(40_000, 40_000), "million pixels"),
    ],
    ids=["13,000 × 13,000 in 20 kB", "progressive", "200 kB to 200 MB"],
)
def test_a_bomb_is_refused_before_it_is_opened(content, words):
    assert len(content) < 300_000
    start = time.perf_counter()
    assert words in reason(content)
    assert time.perf_counter() - start < 5  # a busy machine; alone it takes 0.2


def test_a_bomb_takes_no_memory(tmp_path):
    """The control opens the same file to its end."""
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(png_of(13_000, 13_000))
    plain = "import sys; from PIL import Image; Image.MAX_IMAGE_PIXELS = None\n"
    plain += "Image.open(sys.argv[1]).convert('RGB')"
    order = '{"longest": 3200, "small": 720, "whole": true, "cuts": []}'

    ours = peak([str(pictures.DARKROOM), order], bomb)
    control = peak(["-c", plain, str(bomb)], bomb)

    assert ours < 100 < 300 < control


def peak(arguments, stdin):
    """The most memory, in MB, that a Python took."""
    measure = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    run = subprocess.run(
        [sys.executable, "-c", measure, sys.executable, *arguments],
        stdin=stdin.open("rb"),
        capture_output=True,
        check=True,
    )
    return int(run.stdout)


def test_words_that_swell_never_come_out():
    """A compressed note of 100 MB inside a small PNG."""
    swollen = b"note\0\0" + zlib.compress(bytes(100 * MEGABYTE), 9)
    picture = drawn(8, 8, "png")
    bomb = picture[:33] + chunk(b"zTXt", swollen) + picture[33:]

    try:
        whole, _small = cleaned(bomb)
    except Refused:
        return
    assert whole.weight < 10_000


def test_a_picture_that_moves_is_refused():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "webp", save_all=True, append_images=frames[1:])

    assert "moves" in reason(file.getvalue())


def test_half_a_picture_is_refused():
    assert "damaged" in reason(drawn(600, 400, "png", colour="red")[:200])


def test_an_empty_file_is_refused():
    assert reason(b"") == "The file is empty."


def test_a_heavy_file_is_refused_without_being_read():
    class Heavy:
        size = 100 * MEGABYTE

        def read(self):
            raise AssertionError("somebody read 100 MB")

    with pytest.raises(Refused, match="100 MB; 20 is the most"):
        pictures.clean(Heavy())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.jpg", "evil.jpg"),
        ("a\0b\n.jpg", "ab.jpg"),
        ("x" * 300 + ".jpg", "x" * 100),
        ("lampada blu.png", "lampada blu.png"),
        ("...", ""),
    ],
)
def test_a_name_is_only_shown(name, shown):
    assert pictures.shown_name(name) == shown


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "RGB"])
def test_every_kind_of_colours_comes_out_for_a_screen(mode):
    kind = "jpeg" if mode == "CMYK" else "png"
    content = BytesIO()
    Image.new(mode, (30, 20)).save(content, kind)

    whole, _small = cleaned(content.getvalue())

    assert Image.open(BytesIO(whole.content)).mode == "RGB"


def test_holes_stay_holes_where_the_kind_has_them():
    glass = drawn(30, 20, "png", mode="RGBA", colour=(0, 0, 0, 0))

    made = pictures.cut(ContentFile(glass), [Cut(10, 10, ("jpeg", "png")), Cut(10, 10, ("jpeg",))])

    assert [whole.kind for whole, _small in made] == ["png", "jpeg"]
    assert Image.open(BytesIO(made[1][0].content)).getpixel((5, 5)) == (255, 255, 255)


def test_a_cut_keeps_the_point_that_matters():
    picture = Image.new("RGB", (400, 100), "white")
    picture.paste("red", (0, 0, 100, 100))
    file = BytesIO()
    picture.save(file, "png")
    cuts = [Cut(50, 50, focus=(0, 50)), Cut(50, 50, focus=(100, 50))]

    made = pictures.cut(ContentFile(file.getvalue()), cuts)

    left, right = (Image.open(BytesIO(whole.content)).getpixel((25, 25)) for whole, _ in made)
    assert left[1] < 60
    assert right[1] > 200


def test_a_cut_weighs_no_more_than_it_may():
    file = BytesIO()
    Image.effect_noise((900, 900), 90).convert("RGB").save(file, "jpeg", quality=95)
    free, bound = Cut(600, 600), Cut(600, 600, most=150_000)

    (first, _), (second, _) = pictures.cut(ContentFile(file.getvalue()), [free, bound])

    assert first.weight > 150_000 >= second.weight


def test_what_is_served_is_taken_for_a_picture_and_nothing_else():
    default_storage.save("x.jpg", ContentFile(drawn(4, 4)))

    response = pictures.answer_with(FieldFile(None, FileField(), "x.jpg"), kind="jpeg", name="lamp")

    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="lamp.jpg"'
    assert "private" in response["Cache-Control"]
