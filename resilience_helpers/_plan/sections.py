"""What each lesson records, and where it stands in the plan.

A test holds the names equal to those of the lessons' last cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from resilience_helpers._text import N_


@dataclass(frozen=True)
class Section:
    """A section of the plan: its title, its lesson, how to read it, and its records by name."""

    title: str
    lesson: str
    reading: str
    records: tuple[str, ...]


SECTIONS: Mapping[str, Section] = {
    "baseline": Section(
        N_("The last disaster"), "01.1",
        N_("A city average hides who was without. Ask each district."),
        ("lowest service in the last event", "days until the service was normal"),
    ),
    "profile": Section(
        N_("Where the city is weak"), "01.2",
        N_("An index turns with its weights; the reason counts more than the rank."),
        ("weakest dimension", "why this dimension", "emergency shelter"),
    ),
    "commitments": Section(
        N_("Commitments"), "01.3",
        N_("A commitment says who does what by when, and what will show it."),
        ("stage of MCR2030", "first commitment", "second commitment", "third commitment"),
    ),
    "hazards": Section(
        N_("How often"), "02.1",
        N_("The rain of 50 years is exceeded within 30 years with a chance of 45 %. Quote the "
           "interval with it, and say how far the station is."),
        ("daily rain of 50 years", "90 % interval and length of record",
         "station and its distance"),
    ),
    "risk": Section(
        N_("How bad"), "02.2",
        N_("Models of loss differ by a factor of four and more on the same reports. These are "
           "orders of size, not forecasts."),
        ("loss in an average year", "loss to be ready for"),
    ),
    "early warning": Section(
        N_("Warn in time"), "02.3",
        N_("A low threshold means false alarms, a high one missed events. The threshold is a "
           "choice about costs."),
        ("measure on a warning", "lead time that it needs", "act from this probability on",
         "residents whom warnings reach"),
    ),
    "health": Section(
        N_("Heat and health"), "03.1",
        N_("Published effects of heat differ by a factor of two and more between cities."),
        ("residents aged 65 or more", "district in most danger from heat",
         "start care for the old from this maximum on", "first measure against heat, and for whom"),
    ),
    "measures": Section(
        N_("The measure to start with"), "03.2",
        N_("What a measure averts depends on the climate to come, and its worth on the discount "
           "rate."),
        ("measure to start with", "its cost", "signpost for the next decision"),
    ),
    "carbon": Section(
        N_("Carbon"), "03.3",
        N_("Another electricity factor gives another total. Keep place, year and basis beside "
           "it."),
        ("emissions, scopes 1 and 2", "electricity factor", "fall of carbon intensity",
         "measure for both aims"),
    ),
    "finance": Section(
        N_("The finance gap"), "04.1",
        N_("Time can be borrowed; money must come from somebody."),
        ("finance gap of the programme", "project that can carry a loan",
         "instrument to ask for first"),
    ),
    "insurance": Section(
        N_("What is kept, what is insured"), "04.2",
        N_("Insurance changes who pays and when, not what is lost."),
        ("loss that the city can pay itself", "limit of the cover above it",
         "index that a cover could look at"),
    ),
    "funding": Section(
        N_("The funding mix"), "04.3",
        N_("The limit of debt service binds later councils."),
        ("own money", "grants", "cheap loans", "market loans and bonds", "limit of debt service",
         "next project if there is more money"),
    ),
    "water": Section(
        N_("Water"), "05.1",
        N_("A sponge replaces no drain and no pump for the great storm."),
        ("share of yearly rain to keep", "daily rain to design for"),
    ),
    "nature": Section(
        N_("Trees and corridors"), "05.2",
        N_("Two city averages do not say who has both trees and a park."),
        ("ground under crowns of trees", "residents within 300 m of public green",
         "greening that comes first, and where", "green patch or corridor to protect first"),
    ),
    "value": Section(
        N_("What nature is worth"), "05.3",
        N_("A value in money is made of prices that somebody chose."),
        ("what our nature gives that people use most", "its value in a year",
         "how sure we are, and why", "nature, grey or hybrid: where we compare them next"),
    ),
    "priorities": Section(
        N_("How the options were weighed"), "06.1",
        N_("Another weight, or one option more, can change the order."),
        ("options that we compare", "criterion that counts most", "who judged the criteria",
         "what would turn the order"),
    ),
    "participation": Section(
        N_("Who took part"), "06.2",
        N_("Another voting rule can choose another winner from the same votes."),
        ("group not heard so far", "rule to decide by", "budget for people to decide on",
         "residents with six services within 15 minutes"),
    ),
    "the plan": Section(
        N_("The plan"), "06.3", "",
        ("city", "prepared by, and date", "decision asked of the mayor",
         "what we take over from a peer", "what is not known",
         "reviewed by, and what changed"),
    ),
}  # fmt: skip

#: Lesson that first records something of the last section.
EARLIER = {"city": "00"}

#: Chapters between the commitments and the measures: title and sections.
CHAPTERS = (
    (N_("Where we stand"), ("baseline", "profile")),
    (N_("What threatens us"), ("hazards", "risk", "early warning", "health")),
    (N_("What we can do"), ("measures", "carbon", "water", "nature", "value")),
    (N_("The money"), ("finance", "insurance", "funding")),
    (N_("How we decide"), ("priorities", "participation")),
)

#: Fields of the city file that a lesson asks for too: a record counts as given.
RECORDED_TOO = {
    "warning_coverage_percent": ("early warning", "residents whom warnings reach"),
    "aged_65_percent": ("health", "residents aged 65 or more"),
    "shelter_m2_per_person": ("profile", "emergency shelter"),
    "service_lowest_percent": ("baseline", "lowest service in the last event"),
    "recovery_days": ("baseline", "days until the service was normal"),
}
