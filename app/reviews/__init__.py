"""The product team's study of an achieved idea, and its decision."""
