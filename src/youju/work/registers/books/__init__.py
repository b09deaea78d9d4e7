"""The Excel door of a register: the template goes out, comes back, and is given back red where it is wrong."""
