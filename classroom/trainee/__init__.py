"""What trainees run: the check of their own notebooks."""
