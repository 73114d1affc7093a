"""The screens of children: an activation card, a picture card, and their own page."""
