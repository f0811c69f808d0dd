"""Scripts that draw the figures of statements and README, and calibrate the exercises that train."""
