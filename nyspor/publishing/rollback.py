"""Going back to an earlier release, once it has been found whole."""

from __future__ import annotations

from nyspor.publishing.manifest import Manifest, differences
from nyspor.publishing.publisher import manifest_of, serve, site_inodes
from nyspor.publishing.records import read_record
from nyspor.publishing.release_store import Release, ReleaseStore
from nyspor.publishing.targets import THIS_MACHINE, Target


class NoSuchRelease(Exception):
    """No release has this name or number; or there is none before the one that is served."""


class ReleaseDamaged(Exception):
    """A release is not what its manifest says; `paths` differ."""

    def __init__(self, release: Release, paths: tuple[str, ...] = ()) -> None:
        self.release, self.paths = release, paths
        super().__init__(release.name)


class ReleasePurged(Exception):
    """Something was withdrawn from a release, so that it must be made again without that before it can be served."""

    def __init__(self, release: Release) -> None:
        self.release = release
        super().__init__(release.name)


def release_before(store: ReleaseStore) -> Release | None:
    """The release before the one that is served."""
    current = store.current
    earlier = [r for r in store.releases if current is None or r.name < current.name]
    return earlier[-1] if earlier else None


def checked_manifest(release: Release) -> Manifest:
    """The manifest of a release that is whole. Raises `ReleaseDamaged`."""
    manifest = manifest_of(release)
    if manifest is None:
        raise ReleaseDamaged(release)
    if paths := tuple(differences(manifest, release.site, site_inodes(release))):
        raise ReleaseDamaged(release, paths)
    return manifest


def roll_back(store: ReleaseStore, name: str = "", target: Target = THIS_MACHINE) -> Release:
    """Serve the release with this name again, or the one before; return it.

    Raises `NoSuchRelease`, `ReleasePurged`, `ReleaseDamaged`, `PublicationRunning`, `TargetFailed`; what is served is then as
    it was.
    """
    with store.locked():
        release = store.find(name) if name else release_before(store)
        if release is None:
            raise NoSuchRelease(name)
        if read_record(release).purged:
            raise ReleasePurged(release)
        checked_manifest(release)
        serve(store, release, target)
        return release
