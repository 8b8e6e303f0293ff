"""What a writer meant by the name of a field that there is not."""

from __future__ import annotations

from pydantic import BaseModel

from nyspor.model.fields import danish_key, danish_keys, key_form, keys_of, records_of
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Entry
from nyspor.problems import closest_match

SYNONYMS = {
    "titel": "overskrift rubrik headline name",
    "resume": "manchet beskrivelse underrubrik undertitel description excerpt intro indledning teaser",
    "dato": "udgivet udgivelsesdato publiceret publish_date published",
    "opdateret": "ændret rettet updated lastmod last_modified",
    "afsendere": "forfatter forfattere skribent skribenter byline author writer af",
    "temaer": "emner emne tema kategori kategorier category categories tags tag nøgleord stikord keywords",
    "billede": "foto fotos billeder hero featured_image cover forsidebillede",
    "tidligere_adresser": "slug permalink redirect redirects alias omdirigering url adresse",
    "kilder": "kilde reference referencer",
    "relaterede": "se_også læs_også links",
    "spor": "fokusområde indsatsområde",
    "status": "kladde draft tilstand",
    "sprog": "language locale",
    "kredit": "fotograf ophavsret kreditering foto_af copyright",
    "billedtekst": "tekst caption",
    "alt": "alternativ_tekst alttekst alt_tekst",
    "fil": "sti src billede filnavn",
    "e-mail": "mail email mailadresse",
    "telefon": "tlf mobil phone",
    "pladser": "antal_pladser deltagere max",
}
"""Fields by their Danish names, with what writers call them elsewhere."""

_MEANT = {
    key_form(word): field for field, words in SYNONYMS.items() for word in reversed(words.split())
}


def meant_field(written: str, model: type[BaseModel]) -> str:
    """Return the field of `model` that a writer meant, in Danish, or ''."""
    known = danish_keys(model)
    synonym = _MEANT.get(key_form(written), "")
    return synonym if synonym in known else closest_match(written, known, 0.8)


def kinds_with_field(written: str, model: type[BaseModel]) -> str:
    """Return the folders whose entries have the field, where `model` is another kind of entry; or ''."""
    if not issubclass(model, Entry):
        return ""
    return ", ".join(s.name for s in kind_specs() if key_form(written) in keys_of(s.model))


def enclosing_field(written: str, model: type[BaseModel]) -> str:
    """Return the field of `model` that has a field of this name inside, in Danish, or ''."""
    return next(
        (
            danish_key(model.model_fields[name])
            for name, record in records_of(model).items()
            if record and key_form(written) in keys_of(record)
        ),
        "",
    )
