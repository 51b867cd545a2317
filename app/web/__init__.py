"""What HTTP needs once: the actor, answers, errors, headers, forms, slots."""
