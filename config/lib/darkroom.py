"""Opens one picture that came from outside, in a process of its own with little memory and time.

Started by pictures.py as `python darkroom.py '{…what to make…}' < picture`, and imported by nobody:
whatever a file does to its decoder, it does not do to the shop. Answers one line of JSON, and then
the bytes of what was made. Nothing of the file survives but its pixels.
"""

import json
import resource
import sys
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms

MEMORY = 500 * 2**20  # of addresses, the libraries' own 250 among them
SECONDS = 10
MILLION = 1_000_000
# How many pixels are opened. A JPEG is made smaller while it is read, unless it is progressive.
MOST_PIXELS = {"JPEG": 50 * MILLION, "PNG": 16 * MILLION, "WEBP": 8 * MILLION}
MOST_PROGRESSIVE = 16 * MILLION
QUALITIES = (92, 86, 80, 72, 64, 56)


class No(Exception):
    """Why a file is not taken, as a key that pictures.py has words for."""

    def __init__(self, reason, **figures):
        self.answer = {"reason": reason, **figures}
        super().__init__(reason)


def main():
    order = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        made = develop(sys.stdin.buffer.read(), order)
    except No as no:
        answer, made = no.answer, []
    except MemoryError:
        answer, made = {"reason": "heavy"}, []
    except Exception:
        answer, made = {"reason": "broken"}, []
    else:
        answer = {"made": [{**about, "bytes": len(content)} for about, content in made]}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for _about, content in made:
        sys.stdout.buffer.write(content)


def develop(content, order):
    """The whole picture, cleaned; a small one to look at; and each cut that was ordered."""
    image, kind = opened(content, longest=order["longest"])
    made = []
    if order["whole"]:
        made += [encoded(image, [kind], most=0), encoded(smaller(image, order["small"]), ["webp"])]
    for cut in order["cuts"]:
        piece = cut_out(image, (cut["width"], cut["height"]), cut["focus"])
        made.append(encoded(piece, cut["kinds"], most=cut["most"]))
        made.append(encoded(smaller(piece, order["small"]), ["webp"]))
    return made


def opened(content, *, longest):
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"<"):
        raise No("markup")
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    try:
        image = Image.open(BytesIO(content), formats=list(MOST_PIXELS))
    except Image.UnidentifiedImageError:
        raise No("foreign") from None
    kind = "JPEG" if image.format == "MPO" else image.format
    _refuse_too_many_pixels(image, kind)
    if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
        raise No("moving")
    scale = longest / max(image.size)
    image.draft("RGB", [round(side * scale) for side in image.size])
    image.load()
    return plain(image, longest), kind.lower()


def _refuse_too_many_pixels(image, kind):
    most = MOST_PIXELS[kind]
    if image.info.get("progressive"):
        most = MOST_PROGRESSIVE
    count = image.width * image.height
    if count > most:
        raise No("pixels", millions=round(count / MILLION), most=most // MILLION)


def plain(image, longest):
    """The right way up, in the colours of a screen, and nothing but pixels."""
    turn, profile = image.getexif().get(0x0112), image.info.get("icc_profile")
    has_holes = "A" in image.getbands() or "transparency" in image.info
    if image.mode in ("I;16", "I;16B", "I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode not in ("L", "RGB", "RGBA", "CMYK") or (has_holes and image.mode != "RGBA"):
        image = image.convert("RGBA" if has_holes else "RGB")
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    image = in_screen_colours(image, profile)
    image.info = {}
    return turned(image, turn)


def turned(image, turn):
    """A camera that was held upright says so; the pixels are then turned for good."""
    flip = Image.Transpose
    ways = {
        2: flip.FLIP_LEFT_RIGHT,
        3: flip.ROTATE_180,
        4: flip.FLIP_TOP_BOTTOM,
        5: flip.TRANSPOSE,
        6: flip.ROTATE_270,
        7: flip.TRANSVERSE,
        8: flip.ROTATE_90,
    }
    return image.transpose(ways[turn]) if turn in ways else image


def in_screen_colours(image, profile):
    if profile and image.mode in ("RGB", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, screen, outputMode="RGB")
    return image.convert("RGB") if image.mode in ("CMYK", "L") else image


def smaller(image, longest):
    scale = min(1, longest / max(image.size))
    size = [max(1, round(side * scale)) for side in image.size]
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2)


def cut_out(image, size, focus):
    """As much of the picture as has the shape, around the point that matters, at the size."""
    scale = max(size[0] / image.width, size[1] / image.height)
    box = []
    for whole, wanted, at in zip(image.size, size, focus, strict=True):
        part = min(whole, wanted / scale)
        start = min(max(whole * at / 100 - part / 2, 0), whole - part)
        box.append((start, start + part))
    (left, right), (top, bottom) = box
    return image.resize(size, Image.Resampling.LANCZOS, box=(left, top, right, bottom))


def encoded(image, kinds, *, most=0):
    """The picture as a file of the first fitting kind, made lighter until it weighs no more."""
    has_holes = image.mode == "RGBA"
    kind = next((one for one in kinds if one != "jpeg"), "jpeg") if has_holes else kinds[0]
    if kind == "jpeg" and has_holes:
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    for quality in QUALITIES:
        content = written(image, kind, quality, is_hurried=not most)
        if kind == "png" or not most or len(content) <= most:
            break
    return {"kind": kind, "width": image.width, "height": image.height}, content


def written(image, kind, quality, *, is_hurried):
    """Where no weight is asked for, time is: pressing a big picture harder takes twice as long."""
    options = {
        "jpeg": {"quality": quality, "optimize": True},
        "png": {"compress_level": 1 if is_hurried else 3},
        "webp": {"quality": quality, "method": 1 if is_hurried else 3},
    }
    file = BytesIO()
    image.save(file, kind, **options[kind])
    return file.getvalue()


if __name__ == "__main__":
    main()
