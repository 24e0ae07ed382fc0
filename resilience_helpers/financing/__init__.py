"""Module 04, financing: the gap, the transfer, the mix.

The subject files, in the order of the lessons:

`gap`, `cashflow`, `instruments`
    what a programme lacks in each year; present values, rates of return, loans and how well
    cash covers them; which debt a project may use, and what a green label is worth.
`insurance`, `parametric`
    layers of loss, what a cover costs; covers that pay by an index, and when they miss.
`blend`, `portfolio`
    whose money makes the mix, and which projects a city can pay for with it.
"""
