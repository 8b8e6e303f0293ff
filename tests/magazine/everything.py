"""A story with everything that a text may contain, stories with the names of other sections, and an issue of them."""

from __future__ import annotations

from pathlib import Path

from tests.builders import write_site
from tests.magazine.builders import a_story, an_issue
from tests.pictures import P3, packed, rgb_profile, turned, upright_picture

EVERYTHING = """
En linje slutter med to mellemrum  
og en anden med en skråstreg bagvendt.<br>Og en tredje.

---

## En **fed** og *kursiv* og ***begge*** overskrift med `kode` <kbd>Ctrl</kbd>

Tekst med **fed**, *kursiv*, ***begge***, `kode`, **`fed kode`**, *`kursiv kode`*, <u>streget</u>,
<kbd>Ctrl</kbd>, H<sub>2</sub>O, m<sup>2</sup>, <mark>mærket</mark>, <abbr title="for eksempel">fx</abbr>,
<del>slettet</del>, <ins>tilføjet</ins>, <s>væk</s>, <q>citeret</q>, <samp>svar</samp>, <var>x</var>,
<cite>værk</cite>, <dfn>begreb</dfn>, <small>småt</small>, <i>i</i> og <b>b</b>.

### Et niveau **ned** med `kode` og *kursiv*, Łukasz, Олена → محمد

#### Og *endnu* et

##### Og **et** til

###### Og `det` sidste

Łukasz Żółć, Șükrü İğdır, Nguyễn Thị Phượng, Ελένη, Олена Ґалаган, محمّد, **Łukasz, Ελένη, Олена,
پروین**, *Łukasz, Ελένη, Олена, محمد*, ***Łukasz, Ελένη, Олена, محمد***, `Łukasz, Ελένη, Олена, محمد`
og **`Łukasz, Ελένη, Олена`**; H₂O → 3 ≥ 2, ✓ 3 × 4 ‰ ½ ★ (é og é).

- Første
    - Under
        - Under det
            - Og under det igen
    - Mere under
        1. Talt
        2. Talt igen
- Anden

    Med et afsnit **fed**.

    1. Et
        - *Et og et halvt*
    2. To

Sti
:   En vej til fods.
:   Også en kommando.

Bænk
:   Et sæde.

    Med et afsnit og en liste:

    - plads
    - udsigt

    indrykket kode
        med flere trin

```
def sti(længde):
    return f"{længde} meter der er længere end spalten er bred, så linjen må brydes et sted"
```

> Et citat fra et dokument.
>
> - Med en liste
>     - i to trin

<details><summary>Mere om stien</summary>
<p>Den er <b>lang</b>.</p>
</details>

Et sted står en note[^1], og et andet en til[^to].

::: fakta Fakta med **alt**
Tekst med `kode`.

- punkt
    - under

| a | b |
|---|--:|
| *1* | **2** |
:::

::: tabel Hvor *mange*?
| Møde | **Deltagere** | `kode` |
|:-----|:-:|--:|
| *Det første* | **18** | `1` |
| Det ***andet*** | 24 | 2 |
| Łukasz → Олена | ≥ 3 | ½ |
:::

::: citat Олена Ґалаган, borgmester
Det er **fedt**, *sagde* hun, ***virkelig***, med `kode`.
:::

::: nøgletal Kampagnen i tal
- **500** input med *kursiv* og `kode`
- **ca. 650** besøgte karavanen
    - og nogle kom igen
:::

::: spørgsmål
Hvad **nu** hvis *naboen* var den `første`?
:::

::: video Film et andet sted
adresse: https://video.example/stien
varighed: "2:10"
plakat: {fil: images/liggende.jpg, alt: En sti, kredit: N}
:::

::: video Vores egen film
fil: files/stien.mp4
undertekster: files/stien.vtt
:::

::: kontakt
navn: Sekretariatet
rolle: Konsulent
e-mail: sekretariat@kommune.example
telefon: 12 34 56 78
:::

::: billede Foto: N
![Fire farver](../../images/liggende.jpg)

En billedtekst med **fed**, `kode` og

- en liste
:::

- Et billede i en liste:

    ::: billede Foto: N
    ![Fire farver igen](<../../images/blåbær & sø 100%.png>)
    :::

Et link til [en anden historie](kolofon.md), [en overskrift](#stien) og [en side](https://nyspor.example/).

## Alt

## Stien

## Side 3

Fra Word: <o:p>tekst</o:p> og et link <a href="#side-3">videre</a>.

<!-- en bemærkning -- med streger -->

[^1]: En note med `kode`, **fed** og *kursiv*.

    Et afsnit til.

[^to]: En kort.
"""  # noqa: W291 - the two blanks are a line break

NAMES = (
    "kolofon", "leder", "nav", "forside", "indhold", "bagside", "noter", "noegletal", "forsoeg",
    "package", "toc", "cover", "afsnit-1", "historie-kolofon", "historie-historie-kolofon", "css",
)  # fmt: skip
"""Stories with the names of other sections of the magazine, or of files in an EPUB."""


def write_content(folder: Path, **stories: str) -> Path:
    """A content folder with an issue of these stories, by slug."""
    entries = [f"historie: {name}" for name in stories]
    issue = an_issue(*entries, forside="{fil: images/forside.png, alt: Farver, kredit: N}")
    files = {f"stories/2013/{name}": text for name, text in stories.items()}
    return write_pictures(write_site(folder, **files, **{"magazine/2013/issue": issue}))


def write_pictures(content: Path) -> Path:
    """Add the pictures and files that the texts here show; return the folder."""
    for path, raw in {
        "images/forside.png": packed(upright_picture(700).resize((2200, 3000)), "PNG"),
        "images/liggende.jpg": turned(6, part=420),
        "images/blåbær & sø 100%.png": packed(
            upright_picture(420), "PNG", icc_profile=rgb_profile(P3)
        ),
        "files/stien.mp4": b"film",
        "files/stien.vtt": b"WEBVTT\n",
    }.items():
        (content / path).parent.mkdir(exist_ok=True)
        (content / path).write_bytes(raw)
    return content


def an_issue_of_everything(folder: Path) -> Path:
    """A content folder with an issue of one story with everything in it and of stories with all sorts of names."""
    others = {name: a_story(f"Om {name}.", titel=name, billede="") for name in NAMES}
    return write_content(folder, alt=a_story(EVERYTHING, titel="Alt", billede=""), **others)
