"""One person behind one idea: supports, their events, the tally."""
