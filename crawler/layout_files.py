"""Where the layouts of stations lie: `LAYOUTS_DIR/<station>.toml`, a reviewed file like the station's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipelines.split.layout import Layout, layout_at
from pipelines.split.layout_file import read_layouts

SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts of stations by name. One object for the whole of a run, so that a file that is written meanwhile does
    not split half of it."""

    stations: dict[str, tuple[Layout, ...]] = field(default_factory=dict)

    def at(self, station: str, when: datetime) -> Layout | None:
        """What the captures of a station at a time are split by; None where nothing is known."""
        return layout_at(self.stations.get(station, ()), when)


NO_LAYOUTS = Layouts()


def layouts_of(folder: Path, station: str) -> Layouts:
    """The layouts of one station. Raises InputError for a file that cannot be used."""
    return Layouts({station: read_layouts(path_of(folder, station), station)})


def all_layouts(folder: Path) -> Layouts:
    """The layouts of every station that has some. Raises InputError for the first file that cannot be used."""
    return Layouts({path.stem: read_layouts(path, path.stem) for path in sorted(folder.glob("*" + SUFFIX))})


def path_of(folder: Path, station: str) -> Path:
    """The file of a station: of its call sign, or of the name of an ad hoc collection."""
    return folder / (station + SUFFIX)
