"""First run and the demo world."""
