"""Module 03, adaptation: who is in danger, what helps, and what it does to carbon.

The subject files, in the order of the lessons:

`heat`, `thermal`, `corridor`
    heat island and heat deaths; heat stress and lost work; the way of the wind.
`measures`, `appraisal`, `pathways`
    what a measure averts, whether it is worth its cost, and until when it is enough.
`carbon`
    a city's inventory, intensity, and what drives it.
"""
