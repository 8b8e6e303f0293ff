"""Checks of a brand's files: they are there, whole, and of the right kind, and a logo only draws."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nyspor.front_matter.parsing import FieldPath
from nyspor.model.brand import Fonts
from nyspor.model.fields import danish_key
from nyspor.problems import N_, Problem, closest_match
from nyspor.site import font_files, logo
from nyspor.site.brand import SiteBrand
from nyspor.site.font_files import read_font
from nyspor.site.logo import read_svg

_NOT_ENOUGH = N_(
    "Ask whoever made it for the logo as SVG. Another name for the file is not enough."
)

_DRAWING_FAULTS = {
    logo.EMPTY: (N_("{file} is empty."), N_("Save or fetch the drawing again.")),
    logo.OTHER_KIND: (N_("{file} is no SVG drawing but a file of the kind {kind}."), _NOT_ENOUGH),
    logo.NOT_SVG: (N_("{file} is no SVG drawing but a file of the kind {kind}."), _NOT_ENOUGH),
    logo.BROKEN: (
        N_("{file} is damaged, or only half there: it cannot be read from its line {line} on."),
        N_("Save or fetch the drawing again."),
    ),
    logo.DOCTYPE: (
        N_("{file} has a DOCTYPE (line {line}), which drawings on the web do not need."),
        N_("Delete all from <!DOCTYPE to the next >, or save the drawing as plain SVG."),
    ),
    logo.ENTITIES: (
        N_("{file} has a DOCTYPE with abbreviations of its own (line {line}), which are not read."),
        N_("Save the drawing as plain SVG, without Illustrator's or other programs' own data."),
    ),
    logo.NO_NAMESPACE: (
        N_("{file} does not say that it is SVG."),
        N_('Let it begin with <svg xmlns="{namespace}" and the rest as it is.'),
    ),
    logo.NO_SIZE: (
        N_("{file} does not say how large the drawing is."),
        N_('Add its width and height in the first <svg, such as viewBox="0 0 120 40".'),
    ),
}

_FONT_FAULTS = {
    font_files.EMPTY: (N_("{file} is empty."), N_("Save or fetch the font again.")),
    font_files.OTHER_KIND: (
        N_("{file} is a font of the kind {kind}, not woff2."),
        N_("Get it as woff2, or have it converted. Another name for the file is not enough."),
    ),
    font_files.BROKEN: (
        N_("{file} is damaged, or only half there."),
        N_("Copy or fetch the font again."),
    ),
    font_files.NO_FONT: (N_("{file} is no font."), N_("Get the font itself, as woff2.")),
}


def check_files(found: SiteBrand) -> Iterator[Problem]:
    """Check that the logo and the fonts are there, and what they should be."""
    for path, name, place in found.files:
        is_logo = path[0] == "logo"
        if not place.is_file():
            yield _missing(found, path, name, place, ".svg" if is_logo else ".woff2")
        elif is_logo:
            yield from _check_drawing(found, path, name, place)
        else:
            yield from _check_font(found, path, name, place)
    yield from _check_text_fonts(found)


def _missing(found: SiteBrand, path: FieldPath, name: str, place: Path, ending: str) -> Problem:
    near = closest_match(Path(name).name, _files_beside(place, ending))
    return found.problem(
        path,
        N_("The file {file} is not there."),
        N_("Did you mean “{near}”?")
        if near
        else N_("Write its path from the folder that brand.yaml lies in."),
        file=name,
        near=(Path(name).parent / near).as_posix() if near else "",
    )


def _files_beside(place: Path, ending: str) -> list[str]:
    folder = place.parent
    return [file.name for file in folder.glob(f"*{ending}")] if folder.is_dir() else []


def _check_drawing(found: SiteBrand, path: FieldPath, name: str, place: Path) -> Iterator[Problem]:
    drawing = read_svg(place.read_bytes())
    if drawing.fault:
        message, remedy = _DRAWING_FAULTS[drawing.fault]
        params = {"kind": drawing.kind, "line": drawing.line, "namespace": logo.SVG_NAMESPACE}
        yield found.problem(path, message, remedy, file=name, **params)
    for part in drawing.active:
        yield Problem(
            str(place),
            N_("The drawing has {written}, which runs or fetches something."),
            N_("Delete that, or ask for the drawing with shapes alone: no scripts, links or pictures from elsewhere."),
            part.line,
            params={"written": part.written},
        )  # fmt: skip


def _check_font(found: SiteBrand, path: FieldPath, name: str, place: Path) -> Iterator[Problem]:
    font = read_font(place)
    if font.fault:
        message, remedy = _FONT_FAULTS[font.fault]
        yield found.problem(path, message, remedy, file=name, kind=font.kind)
    elif font.missing:
        yield found.problem(
            path,
            N_("{file} lacks signs that Danish needs: {missing}"),
            N_("Get the font with Latin letters, among them æ, ø and å."),
            file=name,
            missing=font.missing,
        )


def _check_text_fonts(found: SiteBrand) -> Iterator[Problem]:
    """Check that the bold and the italic of the body text stand beside it."""
    fonts = found.brand.fonts
    if fonts.text or not (fonts.text_bold or fonts.text_italic):
        return
    yield found.problem(
        ("fonts", "text_bold" if fonts.text_bold else "text_italic"),
        N_("There is no body text that this font belongs to."),
        N_("Add a line that begins with “{key}:”."),
        key=danish_key(Fonts.model_fields["text"]),
    )
