"""Time zones as people name them: a city, a country, or the zone's own name."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

_COUNTRIES = {
    "philippines": "Asia/Manila", "ph": "Asia/Manila", "pht": "Asia/Manila", "cebu": "Asia/Manila",
    "davao": "Asia/Manila", "makati": "Asia/Manila", "quezon city": "Asia/Manila",
    "clark": "Asia/Manila", "iloilo": "Asia/Manila", "baguio": "Asia/Manila", "bgc": "Asia/Manila",
    "india": "Asia/Kolkata", "ist": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata", "bangalore": "Asia/Kolkata", "bengaluru": "Asia/Kolkata",
    "hyderabad": "Asia/Kolkata", "chennai": "Asia/Kolkata", "pune": "Asia/Kolkata",
    "gurgaon": "Asia/Kolkata", "gurugram": "Asia/Kolkata", "noida": "Asia/Kolkata",
    "uk": "Europe/London", "england": "Europe/London", "manchester": "Europe/London",
    "ireland": "Europe/Dublin", "south africa": "Africa/Johannesburg",
    "cape town": "Africa/Johannesburg", "kenya": "Africa/Nairobi", "egypt": "Africa/Cairo",
    "nigeria": "Africa/Lagos", "ghana": "Africa/Accra", "morocco": "Africa/Casablanca",
    "colombia": "America/Bogota", "costa rica": "America/Costa_Rica", "jamaica": "America/Jamaica",
    "mexico": "America/Mexico_City", "guatemala": "America/Guatemala", "dubai": "Asia/Dubai",
    "pakistan": "Asia/Karachi", "sri lanka": "Asia/Colombo", "bangladesh": "Asia/Dhaka",
    "malaysia": "Asia/Kuala_Lumpur", "vietnam": "Asia/Ho_Chi_Minh", "poland": "Europe/Warsaw",
    "romania": "Europe/Bucharest", "eastern": "America/New_York", "est": "America/New_York",
    "central time": "America/Chicago", "texas": "America/Chicago", "dallas": "America/Chicago",
    "pacific": "America/Los_Angeles", "pst": "America/Los_Angeles", "utc": "UTC", "gmt": "UTC",
}  # fmt: skip
_LONGEST = 3
"""Words of a place's name."""
_AMBIGUOUS = {"us", "usa", "america", "australia", "canada", "brazil", "navajo", "turkey", "cuba"}
_REGIONS = frozenset(
    ["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)
_PLAIN_WORDS = frozenset(
    ["west", "east", "north", "south", "center", "central", "wake", "act", "easter", "midway"]
)
"""Names in the zone database that mostly mean something else."""
_WORD = re.compile(r"[\w/+-]+")


def zone_of(text: str) -> str | None:
    """The IANA name of the zone that the words name, the last one named; None for none."""
    words = [word.lower() for word in _WORD.findall(text[:400])]
    found = None
    for place in range(len(words)):
        for length in range(_LONGEST, 0, -1):
            name = " ".join(words[place : place + length])
            if name in _AMBIGUOUS:
                break
            if zone := _COUNTRIES.get(name) or _cities().get(name):
                found = zone
                break
    return found


@cache
def _cities() -> dict[str, str]:
    """City names ("manila", "new york") and whole names ("asia/manila") of the zone database."""
    names = {zone for zone in available_timezones() if zone.partition("/")[0] in _REGIONS}
    cities = {zone.rpartition("/")[2].replace("_", " ").lower(): zone for zone in sorted(names)}
    plain = {name: zone for name, zone in cities.items() if name not in _PLAIN_WORDS}
    return plain | {zone.lower(): zone for zone in names}
