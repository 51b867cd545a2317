"""Payees, payouts, batches and the bank file."""
