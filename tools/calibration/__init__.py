"""What right code reaches in the exercises that train: each script prints a page of docs/calibration/."""
