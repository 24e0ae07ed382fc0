"""Module 05, nature: how much rain a city can swallow, where green helps, what nature is worth.

The subject files, in the order of the lessons:

`runoff`, `storms`
    how much of a rain runs off; the rain of a design storm, minute by minute.
`sponge`, `swmm`
    the share of a year's rain that a sponge keeps, and its size within a budget; the same
    drained by EPA's Storm Water Management Model.
`cooling`, `greening`, `biodiversity`, `connectivity`
    what trees and parks cool; how many species live where; which patch to protect first.
`services`, `ecosystem`
    what nature does in a year, and what that is worth: accounts of the gross ecosystem product.
"""
