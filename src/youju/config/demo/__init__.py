"""The demo: an invented city, built through the same services that people press, every row of it flagged 示例."""
