"""The catalogue of the tables, for portals that harvest it: DCAT-AP 3.0.1 as JSON-LD.

Sources: semiceu.github.io/DCAT-AP/releases/3.0.1, w3.org/TR/vocab-dcat-3. The terms for language, theme, file type,
frequency, availability and country are those of the EU's authority tables, as DCAT-AP asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyspor import urls
from nyspor.model.licences import Licence
from nyspor.model.site import Site
from nyspor.open_data.formats import Translate
from nyspor.open_data.tables import Table
from nyspor.problems import N_

Node = dict[str, object]

AUTHORITY = "http://publications.europa.eu/resource/authority/"


def _term(table: str, code: str, kind: str) -> Node:
    """A term of the EU's, with its class, so that the catalogue can be checked without fetching the table."""
    return {"@id": f"{AUTHORITY}{table}/{code}".rstrip("/"), "@type": kind}


def _concept(table: str, code: str, label: str) -> Node:
    """A term of a vocabulary; `label` is its English one."""
    return _term(table, code, "skos:Concept") | {
        "skos:prefLabel": {"@value": label, "@language": "en"}
    }


DANISH = _term("language", "DAN", "dct:LinguisticSystem")
DENMARK = _term("country", "DNK", "dct:Location")
IRREGULAR = _term("frequency", "IRREG", "dct:Frequency")
GOVERNMENT = _concept("data-theme", "GOVE", "Government and public sector")
STABLE = _concept("planned-availability", "STABLE", "stable")
THEMES = _term("data-theme", "", "skos:ConceptScheme") | {
    "dct:title": {"@value": "Data theme", "@language": "en"}
}
LOCAL_AUTHORITY: Node = {
    "@id": "http://purl.org/adms/publishertype/LocalAuthority",
    "@type": "skos:Concept",
    "skos:prefLabel": {"@value": "Local Authority", "@language": "en"},
}

CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

FILE_TYPES = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}
"""By a file's ending: its name in the EU's table, and its media type."""


def _licence_type(name: str) -> Node:
    return {
        "@id": f"http://purl.org/adms/licencetype/{name}",
        "@type": "skos:Concept",
        "skos:prefLabel": {"@value": name, "@language": "en"},
    }


MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of a site's tables; `years` are the first and the last that something is dated in."""

    site: Site
    licence: Licence
    translate: Translate
    years: tuple[int, int] | None = None

    def render(self, tables: Iterable[Table]) -> bytes:
        """The catalogue as JSON-LD."""
        text = json.dumps(self.node(tuple(tables)), ensure_ascii=False, indent=1)
        return f"{text}\n".encode()

    def node(self, tables: Sequence[Table]) -> Node:
        """The catalogue with all that is in it."""
        name = self.site.name
        return {
            "@context": CONTEXT,
            "@id": self.url(urls.DATA),
            "@type": "dcat:Catalog",
            "dct:title": self.words(f"{self.translate(N_('Open data'))} · {name}"),
            "dct:description": self.words(
                self.translate(N_("What we have tried and measured, as tables for everybody to use."))
            ),
            "dct:publisher": self.publisher,
            "dct:license": self.licence_node,
            "dct:language": DANISH,
            "dct:spatial": DENMARK,
            "dcat:themeTaxonomy": THEMES,
            "foaf:homepage": {"@id": self.url(urls.FRONT_PAGE), "@type": "foaf:Document"},
            "dcat:dataset": [self.dataset(table) for table in tables],
        }  # fmt: skip

    def dataset(self, table: Table) -> Node:
        found: Node = {
            "@id": self.url(f"{urls.DATA}#{table.name}"),
            "@type": "dcat:Dataset",
            "dct:identifier": self.url(f"{urls.DATA}#{table.name}"),
            "dct:title": self.words(self.translate(table.title)),
            "dct:description": self.words(
                self.translate(table.description) or self.translate(table.title)
            ),
            "dct:publisher": self.publisher,
            "dcat:contactPoint": self.contact_point,
            "dcat:keyword": self.words(self.translate(table.title).lower()),
            "dcat:theme": GOVERNMENT,
            "dct:language": DANISH,
            "dct:spatial": DENMARK,
            "dct:accrualPeriodicity": IRREGULAR,
            "dcat:landingPage": {
                "@id": self.url(f"{urls.DATA}#{table.name}"),
                "@type": "foaf:Document",
            },
            "dcat:distribution": [self.distribution(table, ending) for ending in FILE_TYPES],
        }
        return found | ({"dct:temporal": self.period} if self.years else {})

    def distribution(self, table: Table, ending: str) -> Node:
        kind, media_type = FILE_TYPES[ending]
        file = {"@id": self.url(urls.data_address(table.name, ending))}
        schema = self.url(urls.data_address(table.name, "schema.json"))
        title = f"{self.translate(table.title)} ({kind})"
        return {
            "@id": self.url(f"{urls.DATA}#{table.name}-{ending}"),
            "@type": "dcat:Distribution",
            "dct:title": self.words(title),
            "dct:description": self.words(title),
            "dcat:accessURL": file,
            "dcat:downloadURL": file,
            "dct:format": _term("file-type", kind, "dct:MediaTypeOrExtent"),
            "dcat:mediaType": {"@id": f"{MEDIA_TYPES}{media_type}", "@type": "dct:MediaType"},
            "dct:license": self.licence_node,
            "dct:language": DANISH,
            "dcatap:availability": STABLE,
            "dct:conformsTo": {"@id": schema, "@type": "dct:Standard"},
        }

    @property
    def publisher(self) -> Node:
        return {
            "@id": self.url(f"{urls.DATA}#udgiver"),
            "@type": "foaf:Agent",
            "foaf:name": self.words(self.site.publisher or self.site.name),
            "dct:type": LOCAL_AUTHORITY,
        }

    @property
    def contact_point(self) -> Node:
        """A page and no person."""
        return {
            "@id": self.url(f"{urls.DATA}#kontakt"),
            "@type": ["vcard:Organization", "vcard:Kind"],
            "vcard:fn": self.site.publisher or self.site.name,
            "vcard:hasURL": {"@id": self.url(urls.FRONT_PAGE)},
        }

    @property
    def licence_node(self) -> Node:
        licence = self.licence
        node: Node = {"@id": licence.eu or licence.address, "@type": "dct:LicenseDocument"}
        return node | ({"dct:type": _licence_type(licence.type)} if licence.type else {})

    @property
    def period(self) -> Node:
        assert self.years
        first, last = ({"@value": str(year), "@type": "xsd:gYear"} for year in self.years)
        return {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}

    def url(self, address: str) -> str:
        return self.site.url + address

    def words(self, text: str) -> Node:
        return {"@value": text, "@language": "da"}
