"""How alike two pictures are to the eye: the structural similarity of their luminance.

Source: Wang, Bovik, Sheikh and Simoncelli, 2004, "Image quality assessment: from error visibility to structural
similarity". Windows are of 8 by 8 pixels, side by side.
"""

from __future__ import annotations

from PIL import Image, ImageMath

WINDOW = 8
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
"""The paper's constants, which keep the quotient steady where a window is of one colour."""


def similarity(one: Image.Image, other: Image.Image) -> float:
    """The mean structural similarity of two pictures of one size; 1 is the same."""
    x, y = (picture.convert("L").convert("F") for picture in (one, other))
    mean_x, mean_y = _means(x), _means(y)
    squares_x, squares_y, products = (
        _means(_product(x, x)),
        _means(_product(y, y)),
        _means(_product(x, y)),
    )
    quotient = ImageMath.lambda_eval(
        lambda a: ((2 * a["mx"] * a["my"] + C1) * (2 * (a["xy"] - a["mx"] * a["my"]) + C2))
        / (
            (a["mx"] * a["mx"] + a["my"] * a["my"] + C1)
            * (a["xx"] - a["mx"] * a["mx"] + a["yy"] - a["my"] * a["my"] + C2)
        ),
        mx=mean_x, my=mean_y, xx=squares_x, yy=squares_y, xy=products,
    )  # fmt: skip
    return float(quotient.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))


def _product(x: Image.Image, y: Image.Image) -> Image.Image:
    return ImageMath.lambda_eval(lambda a: a["x"] * a["y"], x=x, y=y)


def _means(picture: Image.Image) -> Image.Image:
    """The mean of each window."""
    return picture.reduce(WINDOW)
