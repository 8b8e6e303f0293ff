"""The theme: the engine's templates, styles, fonts and words, over which a site may lay its own."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import nyspor
from nyspor.i18n.catalogues import read_catalogue
from nyspor.model.brand import Colours
from nyspor.site.brand import FONTS, LOGO, SiteBrand, brand_of

ENGINE_FOLDER = (Path(nyspor.__file__).parent / "theme").resolve()
"""The engine's own theme, which every site is built with."""

ENGINE_PREFIX = "nyspor"
"""A site's template reaches the engine's one of the same name by this prefix: `{% extends "nyspor/base.html" %}`."""


ENGINE_FONTS = {
    "headings": "static/fonts/newsreader.woff2",
    "text": "static/fonts/atkinson.woff2",
    "text_italic": "static/fonts/atkinson-italic.woff2",
}
"""The engine's fonts, by the names of the fields for a brand's own."""


@dataclass(frozen=True)
class Theme:
    """The theme's folders, a site's own before the engine's: a file in an earlier one wins over one of the same path.

    `template_overrides` are folders of templates that come before those of `folders`. Of the site's brand it has
    the `colours`, and the files that come before all others, by their paths in the theme.
    """

    folders: tuple[Path, ...] = (ENGINE_FOLDER,)
    template_overrides: tuple[Path, ...] = ()
    brand_files: tuple[tuple[str, Path], ...] = ()
    colours: Colours = Colours()

    @classmethod
    def with_site_folder(cls, folder: Path) -> Theme:
        """The engine's theme under that of a site, where the site has one of its own."""
        if not folder.is_dir() or folder.samefile(ENGINE_FOLDER):
            return cls()
        return cls((folder, ENGINE_FOLDER))

    def with_brand(self, found: SiteBrand) -> Theme:
        """The theme in the colours of a brand, with its logo and fonts."""
        return replace(self, brand_files=found.theme_files, colours=found.brand.colours)

    @cached_property
    def brand_looks(self) -> str:
        """What a brand has given it besides fonts, as a text that differs where that does; '' for nothing."""
        return (
            f"{self.colours} {self.has_logo}" if self.has_logo or self.colours != Colours() else ""
        )

    @property
    def has_logo(self) -> bool:
        """Whether a brand has given it a logo, which then stands where the engine's mark would."""
        return LOGO in dict(self.brand_files)

    def brand_font(self, name: str) -> Path | None:
        """A font of the brand's own, by its name in `FONTS`."""
        return dict(self.brand_files).get(FONTS[name])

    def font(self, name: str) -> Path:
        """The font of `headings` or `text`: the brand's own, or the engine's."""
        return self.brand_font(name) or self.path(ENGINE_FONTS[name])

    @property
    def fonts(self) -> dict[str, Path]:
        """The fonts that the style sheets name, by their paths in the theme."""
        own = {FONTS[name]: font for name in FONTS if (font := self.brand_font(name))}
        return own | {file: self.path(file) for file in self.engine_fonts}

    @property
    def engine_fonts(self) -> list[str]:
        """The engine's fonts that no brand's stand for, by their paths in the theme; with its text goes its italic."""
        return [
            file
            for name, file in ENGINE_FONTS.items()
            if not self.brand_font("headings" if name == "headings" else "text")
        ]

    def path(self, name: str) -> Path:
        """Where a file of the theme lies, such as `magazine/print.css`: in the first folder that has it."""
        of_brand = dict(self.brand_files).get(name)
        places = [of_brand] if of_brand else [folder / name for folder in self.folders]
        return next((place for place in places if place.exists()), places[-1])

    def files(self, below: str) -> dict[str, Path]:
        """The files below a folder such as `static`, by their path in it, in order; hidden ones left out."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            top = folder / below
            for file in top.rglob("*"):
                name = file.relative_to(top).as_posix()
                if file.is_file() and not name.startswith(".") and "/." not in name:
                    found[name] = file
        for name, file in self.brand_files:
            if name.startswith(f"{below}/"):
                found[name.removeprefix(f"{below}/")] = file
        return dict(sorted(found.items()))

    @property
    def template_folders(self) -> tuple[Path, ...]:
        """The folders of templates, the first to be looked in first."""
        return (*self.template_overrides, *(folder / "templates" for folder in self.folders))

    @property
    def own_template_folders(self) -> tuple[Path, ...]:
        """The folders of the templates that a site lays over the engine's; none for a site without."""
        return tuple(folder / "templates" for folder in self.folders[:-1])

    @property
    def without_own_templates(self) -> Theme:
        """The theme with nothing but the engine's templates, for pages that must show whatever the site's do."""
        return replace(self, folders=self.folders[-1:], template_overrides=())

    @property
    def compiled_templates(self) -> Path:
        """Where compiled templates are cached."""
        return self.folders[-1] / "templates" / "__pycache__"

    def catalogue(self, language: str) -> NullTranslations:
        """The words of the templates in a language: a site's own, then the engine's."""
        folders = [folder / "translations" for folder in self.folders]
        *own, words = [
            read_catalogue(f, language) for f in folders if (f / f"{language}.po").is_file()
        ]
        for catalogue in reversed(own):
            fallback, words = words, copy(catalogue)
            words.add_fallback(fallback)
        return words


def theme_of(settings: Mapping[str, Any]) -> Theme:
    """The theme that Pelican's settings name.

    `NYSPOR_SITE_THEME` lies over the engine's; a site that sets `THEME` has a whole one of its own. The folders
    in `THEME_TEMPLATES_OVERRIDES` come first. The brand's logo, fonts and colours are in it.
    """
    theme = Path(settings["THEME"])
    overrides = tuple(map(Path, settings.get("THEME_TEMPLATES_OVERRIDES", ())))
    if theme != ENGINE_FOLDER:
        folders: tuple[Path, ...] = (theme,)
    else:
        own = Path(settings.get("NYSPOR_SITE_THEME", "theme"))
        folders = Theme.with_site_folder(own).folders
    return Theme(folders, overrides).with_brand(brand_of(settings))
