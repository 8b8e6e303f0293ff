"""`nyspor publish` in a process that was started ahead: what it needs is loaded, and it begins at a line on its input.

    python -P -m nyspor.cli.publish_when_told --by "nyspor run"

It reads settings and content only then. Where the input ends without a line, as when the service has died, it ends.
"""

from __future__ import annotations

import sys

import nyspor.publishing.publisher
import nyspor.publishing.site_build
import nyspor.site_plugins  # noqa: F401
from nyspor.cli import main

if __name__ == "__main__" and sys.stdin.readline():
    sys.argv[1:1] = ["publish"]
    main()
