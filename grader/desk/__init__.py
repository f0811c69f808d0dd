"""What a student works with beside ``xorcise check``: the plugin behind a test button, and what is handed in."""
