"""Module 01, concepts: risk, recovery, composite indices and the preliminary Scorecard.

The subject files, in the order of the lessons:

`risk`
    annual risk = hazard x exposure x vulnerability.
`recovery`
    recovery curves, loss of resilience, robustness and rapidity.
`index`
    composite index: normalise, weight, aggregate, and how firm the ranks are.
`scorecard`
    Ten Essentials, city score and priorities of the preliminary Scorecard.
"""
