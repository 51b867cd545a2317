"""Ideas: drafts, the seventeen states and their one door, the ladder and its clock."""
