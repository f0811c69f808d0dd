"""What the commands do, one file each. ``grader.cli`` declares them; imported only when their command is run."""
