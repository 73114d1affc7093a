"""The screens of a school's pupil list."""
