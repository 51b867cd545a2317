"""The moderators' queue: reports, rulings, sanctions, appeals, the reasons library."""
