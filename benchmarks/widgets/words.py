"""Words that the made pages are made of. All are invented: no station, page or story is quoted.

What a reader must not know by heart comes in two parts, one to tune on and one that is held out: headings above all. The
third part has the names of the second, and headings, fields and notations of its own.
"""

from __future__ import annotations

from random import Random
from typing import Literal

Part = Literal["tuning", "held_out", "variant"]

PLACES: dict[Part, tuple[str, ...]] = {
    "tuning": ("Alder Bend", "Brockton Falls", "Cedar Point", "Dunmore", "East Haverly", "Fort Ames", "Glenrock", "Harlan", "St. Maren", "Kettle Creek", "Lakeside", "Morrow", "New Bruford", "Oak Hollow", "Pine City", "Clear Springs", "Sunny Slope"),
    "held_out": ("Ashby", "Bexley Heights", "Camp Varden", "Denholm", "Elkhorn Ferry", "Fairmead", "Grand Tarrow", "Hollis", "St. Orran", "Kingsport Mills", "Lower Quill", "Marlow/Tate", "North Pell", "Otter Rapids", "Port Lyle", "Mount Fair", "Cloudcroft Bay"),
}  # fmt: skip
COUNTIES: dict[Part, tuple[str, ...]] = {
    "tuning": ("Adair", "Bremer", "Calder", "De Soto", "Emory", "Fallon", "Garrity", "Huxley", "Ingram", "Jasper", "Kittson", "La Salle", "McCray", "Nolan", "Oneida", "Pruitt", "Quay", "Rowan", "St. Croix", "Tyler", "Upton", "Vance", "Wexler", "Young"),
    "held_out": ("Ashford", "Belknap", "Coyle", "DeWitt", "Estill", "Flagg", "Grundy", "Hardee", "Isley", "Jerauld", "Knott", "Lunenburg", "McHale", "Northam", "Osage", "Piatt", "Queen Anne", "Ritter", "St. Mary", "Teller", "Union", "Vilas", "Wilkin", "Yancey"),
}  # fmt: skip
SKIES = ("Clear", "Few Clouds", "Scattered Clouds", "Broken Clouds", "Overcast", "Mostly Cloudy", "Partly Cloudy", "Light Rain", "Fog", "Sunny", "Light Snow", "Cloudy", "Fair", "Haze", "Rain Showers", "Thunderstorms")  # fmt: skip
STATES: dict[Part, tuple[str, ...]] = {
    "tuning": ("Illinois", "Iowa", "Alabama", "West Virginia"),
    "held_out": ("Montana", "New Mexico", "South Carolina", "Kansas"),
}
_WHO: dict[Part, tuple[str, ...]] = {
    "tuning": ("City council", "Sheriff's office", "School board", "Local bakery", "Volunteer firefighters", "County fair", "Library staff", "Nurses at the clinic", "Two brothers", "Highway crews", "Food bank", "Senior center", "Park rangers", "Young inventor"),
    "held_out": ("Mayor", "Police", "Transit agency", "Family farm", "Marching band", "Water district", "Retired teacher", "Ferry captain", "Zoo keepers", "Road workers", "Hospital", "Scout troop", "State lawmakers", "Dairy owners"),
}  # fmt: skip
_DID: dict[Part, tuple[str, ...]] = {
    "tuning": ("votes to repair", "asks for help with", "reopens", "raises money for", "celebrates", "warns about", "finds", "plans to move", "rescues dog from", "honors volunteers of", "seeks owner of", "cleans up"),
    "held_out": ("approves money for", "closes", "remembers", "looks for a new home for", "turns down", "investigates fire at", "opens doors of", "wins award for", "delays work on", "saves", "gets surprise at", "brings back"),
}  # fmt: skip
_WHAT: dict[Part, tuple[str, ...]] = {
    "tuning": ("the old stone bridge", "its summer pool", "a flooded ball field", "the Main Street theater", "80-year-old carousel", "a stolen tractor", "the new skate park", "an empty storefront", "the winter shelter", "a record pumpkin"),
    "held_out": ("the river trail", "a covered market", "the high school gym", "a missing sculpture", "12 miles of county road", "the fish hatchery", "an 1890s schoolhouse", "the night bus", "a runaway llama", "the town clock"),
}  # fmt: skip
_WHERE = ("", "", " before winter", " after storm", " in {place}", " near {place}", ", officials say", " for second time", " on Tuesday", ": 'We are grateful'")  # fmt: skip
_SENTENCES = (
    "{who} met on {day} evening to talk about {what}, and most of those who came stayed until the end.",
    "People who live near {what} said that they had waited for this for {n} years and did not want to wait for another winter.",
    "The plan would cost about ${n} million, most of it paid by the state, and the rest would come from a small fee that visitors pay.",
    '"Nobody here thought that it would take so long," said {name}, who has lived in {place} for {n} years and walks there each morning.',
    "Workers are expected to start in spring if the weather lets them, and the road past {place} will stay open in the meantime.",
    "{name} of {place} said that the county should look at the numbers again, because {n} families depend on it every month.",
    "A final decision is due next month, when the board has read the letters that {n} residents have sent since the first hearing.",
)
_NAMES = ("Ada Brinker", "Tom Ockley", "Maria Velden", "Joss Tarrant", "Pat Nunley", "Rhea Quist", "Sam Ode", "Lena Farrow", "Bo Istvan", "Cal Whitcombe", "Dee Marsh", "Ivo Lind")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SCHOOLS = ("Elementary", "Middle School", "Community College", "Christian Academy", "Senior Center", "Public Library", "Head Start", "Unified Schools")  # fmt: skip


for _by_part in (PLACES, COUNTIES, STATES, _WHO, _DID, _WHAT):
    _by_part["variant"] = _by_part["held_out"]


def headline(rng: Random, part: Part) -> str:
    """A story's title of four words or more."""
    where = rng.choice(_WHERE).format(place=rng.choice(PLACES[part]))
    return f"{rng.choice(_WHO[part])} {rng.choice(_DID[part])} {rng.choice(_WHAT[part])}{where}"


def headlines(rng: Random, part: Part, count: int) -> list[str]:
    """That many titles, no two alike."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[headline(rng, part)] = None
    return list(found)


def name(rng: Random) -> str:
    """A person."""
    return rng.choice(_NAMES)


def names(rng: Random, count: int) -> list[str]:
    """That many people."""
    return rng.sample(_NAMES, count)


def paragraph(rng: Random, part: Part) -> str:
    """Two sentences of a story."""
    said = rng.sample(_SENTENCES, 2)
    fields = {"who": rng.choice(_WHO[part]), "what": rng.choice(_WHAT[part]), "place": rng.choice(PLACES[part])}
    return " ".join(s.format(**fields, day=rng.choice(DAYS), n=rng.randint(3, 60), name=name(rng)) for s in said)
