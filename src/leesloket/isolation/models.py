"""No tables; the module makes Django send this app its post_migrate signal (grants.py)."""
