"""How children sign in: cards to make an account with, and picture cards for the youngest."""
