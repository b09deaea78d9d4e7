"""Time series with rules that open cases."""
