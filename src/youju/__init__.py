"""Youju 有据: a region's monthly work, with every mark proved."""
