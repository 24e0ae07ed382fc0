"""Module 02, methods: how often, how bad, and when to act.

The subject files, in the order of the lessons:

`frequency`
    return period, chance within a plan's lifetime, plotting positions, independent events.
`extremes`
    distributions fitted to annual maxima or to peaks, return levels and their uncertainty.
`trend`
    whether extremes change: trend test, slope, a location that moves.
`wind`, `storms`, `impact`
    wind field of a typhoon; storms and years that might have come; damage, event losses,
    exceedance curve, annual loss.
`warning`
    contingency table and scores, Brier score, ROC, and the value of a warning.
"""
