"""One build in a process of its own, as `rebuild` needs it: the folder of the site is the current one.

    python -m nyspor.publishing.build_once < request.json

The request names the settings file, settings that hold instead of its own, the moment to build for, and the folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from nyspor.publishing.release_store import Release
from nyspor.publishing.site_build import SiteBuilder
from nyspor.publishing.site_description import BuildRefused


def main() -> None:
    request = json.load(sys.stdin)
    builder = SiteBuilder(Path(request["settings_file"]), request["override"])
    try:
        builder.build(Release(Path(request["folder"])), request["now"])
    except BuildRefused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main()
