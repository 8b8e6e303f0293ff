"""A small site with something of everything: every kind of entry, every building block, drafts, a second language."""

from __future__ import annotations

from pathlib import Path

from tests.builders import write_settings
from tests.incremental.site_builder import BASE_FILES, entry_text
from tests.magazine.everything import EVERYTHING, write_pictures

BRAND = """navn: Nyspor
undertitel: Nye veje
udgiver: Aaby Kommune
menu: [indlæg, historier, spor, forsøg, arbejdsgrupper, magasin]
sidefod:
  - programmer
  - {tekst: Temaer, adresse: /temaer/}
sikkerhed:
  kontakt: sikkerhed@aaby.example
  gælder til: 2027-11-01
"""

PICTURE = "billede: {fil: images/liggende.jpg, alt: Fire farver, kredit: Foto}\n"

WORKGROUP = """---
titel: Stigruppen
resume: Vi passer stien.
spor: [byrum]
kommune: aaby
pladser: 24
optaget: 17
leveres_til: stier
tilmelding:
  åbner: 1. september 2026
  lukker: 1. juni 2027
kontakt: {navn: Lederen, e-mail: stier@aaby.example}
møder:
  - {id: opstart, start: 22. oktober 2026 kl. 16.00, sted: Skolen}
  - {id: vinter, titel: Vinter, start: 19. januar 2027 kl. 19.00, slut: 19. januar 2027 kl. 21.00, sted: Torvet}
  - {id: snit, start: 20. februar 2027, sted: Ved stien, revision: 1, aflyst: ja}
---

Vi mødes fem gange om året.
"""

ISSUE = """---
titel: Årets historier
resume: Magasinet.
år: 2026
tema: Mod til at spørge
forside: {fil: images/forside.png, alt: Farver, kredit: N}
leder: |
  Kære læser.
afsnit:
  - titel: Først
    manchet: Om steder.
    farve: lyng
    historier:
      - {historie: baenken, opslag: ja, billede: {fil: images/liggende.jpg, alt: Fire farver, kredit: Foto}}
      - historie: broen
  - titel: Sidst
    historier: [{historie: alt}]
nøgletal: [{værdi: "5", tekst: stier, kilde: Aaby}]
medvirkende: [{navn: Redaktionen, rolle: Tekst}]
kolofon: Lavet af os.
bagside: Hvad undrer du dig over?
---

Velkommen.
"""

FILES = BASE_FILES | {
    "workgroups/stigruppen.md": WORKGROUP,
    "magazine/2026/issue.md": ISSUE,
    "stories/2026/alt.md": entry_text("Alt", body=EVERYTHING, more=PICTURE),
    "stories/2026/kolofon.md": entry_text(
        "Kolofon", more="citat: {tekst: Det virker, navn: Bo}\nnøgletal: [{værdi: 3, tekst: bænke}]\n"
    ),
    "posts/2026/stien-aabner.md": entry_text(
        "Stien er åben",
        "2026-06-12",
        more=f"tidligere_adresser: [/blog/stien-er-aaben/]\nspørgsmål: Hvor går du hen?\nkort_fortalt: [Stien er åben., Den er lys.]\n{PICTURE}",
    ),
    "posts/2026/made-up.en.md": entry_text("Made up", more="sprog: engelsk\neksempel: ja\n"),
    "posts/2026/kladde.md": entry_text("En kladde", more="status: kladde\n"),
    "posts/2026/senere.md": entry_text("Senere", "2026-12-01"),
    "posts/2026/skjult.md": entry_text("Skjult", more="status: skjult\n"),
    "pages/about.en.md": "---\ntitel: About\nresume: Us.\nsprog: engelsk\noversat_fra: pages/om\n---\n\nUs.\n",
    "comments/posts/stien-aabner/1.md": "---\nindlæg: posts/stien-aabner\nnavn: Nabo\nmodtaget: 2026-06-14\n---\n\nDejligt.\n",
    "comments/posts/stien-aabner/2.md": '---\nindlæg: posts/stien-aabner\nsvar_på: "1"\nnavn: Lederen\nmodtaget: 2026-06-15\n---\n\nTak.\n',
    "ideas/hegn.md": "---\ntitel: Et hegn\nnavn: Nabo\nmodtaget: 2026-07-01\ntilstand: blev til noget\nsvar: Det står der.\nblev_til: posts/stien-aabner\n---\n\nVed søen.\n",
}  # fmt: skip


def write_content(folder: Path, posts: int = 21) -> Path:
    """The content of the site, with so many posts that lists have several pages; return its folder."""
    numbered = {
        f"posts/2026/nr-{number}.md": entry_text(f"Nummer {number}", f"2026-01-{number:02}")
        for number in range(1, posts + 1)
    }
    for name, text in (FILES | numbered).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return write_pictures(folder)


def write_full_site(folder: Path) -> Path:
    """The whole site with settings and brand, as one who runs it has it; return its folder."""
    write_content(folder / "content")
    write_settings(folder)
    (folder / "brand.yaml").write_text(BRAND, "utf-8")
    return folder
