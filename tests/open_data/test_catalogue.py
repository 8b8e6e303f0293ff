"""The catalogue for data portals: DCAT-AP 3, checked with shapes written from the specification."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nyspor.model.licences import LICENCES, Licence
from nyspor.model.site import Site
from nyspor.open_data.catalogue import Catalogue
from nyspor.open_data.tables import tables

SHAPES = Path(__file__).parent / "dcat_ap.ttl"
SITE = Site("Nye veje", "", "https://beby.example", publisher="Beby Kommune")


def a_catalogue(licence: Licence = LICENCES["CC BY 4.0"]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        Catalogue(SITE, licence, str, (2012, 2026)).render(tuple(tables().values()))
    )
    return found


def faults(catalogue: dict[str, Any]) -> str:
    """What the shapes find wrong; '' where nothing is."""
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    data = rdflib.Graph().parse(data=json.dumps(catalogue), format="json-ld")
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
    return "" if conforms else str(report)


def test_the_catalogue_keeps_to_the_profile() -> None:
    assert faults(a_catalogue()) == ""


def test_a_licence_of_one_s_own_keeps_to_it_too() -> None:
    own = "https://beby.example/vilkaar"
    catalogue = a_catalogue(Licence(own, own))
    assert catalogue["dct:license"]["@id"] == own
    assert faults(catalogue) == ""


@pytest.mark.parametrize("term", ["dct:title", "dct:description", "dct:publisher", "dct:license"])
def test_the_shapes_find_what_is_missing(term: str) -> None:
    catalogue = a_catalogue()
    del catalogue[term]
    assert "Less than 1 values" in faults(catalogue)


@pytest.mark.parametrize("term", ["dcat:theme", "dcat:contactPoint", "dct:temporal"])
def test_the_shapes_find_what_a_table_lacks(term: str) -> None:
    catalogue = a_catalogue()
    del catalogue["dcat:dataset"][0][term]
    assert "Less than 1 values" in faults(catalogue)


def test_every_table_has_both_files_and_their_schema() -> None:
    datasets = {d["@id"].partition("#")[2]: d for d in a_catalogue()["dcat:dataset"]}
    assert datasets.keys() == tables().keys()
    for name, dataset in datasets.items():
        files = [d["dcat:downloadURL"]["@id"] for d in dataset["dcat:distribution"]]
        assert files == [f"https://beby.example/data/{name}.{end}" for end in ("csv", "json")]
        schemas = {d["dct:conformsTo"]["@id"] for d in dataset["dcat:distribution"]}
        assert schemas == {f"https://beby.example/data/{name}.schema.json"}


def test_whom_to_ask_is_the_publisher_and_no_person() -> None:
    contact = a_catalogue()["dcat:dataset"][0]["dcat:contactPoint"]
    assert contact["vcard:fn"] == "Beby Kommune"
    assert contact["vcard:hasURL"] == {"@id": "https://beby.example/"}
    assert "@beby" not in json.dumps(contact)
