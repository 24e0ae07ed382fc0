"""What comes of grading: feedback for trainees, reports for instructors."""
