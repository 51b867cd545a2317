"""Ideas: drafts, revisions, states, clearances, rungs, licences."""
