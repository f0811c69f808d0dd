"""One module an exercise, called as the exercise is without its number."""
