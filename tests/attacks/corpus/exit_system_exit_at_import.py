"""Raises SystemExit(0) while it is imported."""
# family: exit
# exercise: 02_losses
# honest: 0
# says: SystemExit


raise SystemExit(0)
