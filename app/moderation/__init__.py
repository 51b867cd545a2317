"""Reports, rulings and appeals; nothing yet beyond the gate of ideas."""
