"""The crawler's settings, with an archive that writes down what it reports and that can die at a moment of choice."""

from __future__ import annotations

from typing import Any

from crawler import settings as crawler_settings

globals().update({name: value for name, value in vars(crawler_settings).items() if name.isupper()})
EXTENSIONS: dict[str, Any] = {
    **{name: at for name, at in crawler_settings.EXTENSIONS.items() if not name.endswith(".ArchiveExtension")},
    "faults.reporting.ReportingArchive": 0,
}
