"""How the Resilience Action Plan is put together: what `plan.assemble` calls."""
