"""Signing in with the account of a school: OpenID Connect, linked by the person or told by claims.

See docs/adr/0022.
"""
