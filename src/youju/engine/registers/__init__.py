"""Declarations of registers: the grammar, the reader, and everything that can be wrong with one. Pure."""

from youju.engine.registers.language import TYPES, Declaration, Field, Move, Stage
from youju.engine.registers.read import Declared, read_declaration, read_declarations

__all__ = [
    "TYPES",
    "Declaration",
    "Declared",
    "Field",
    "Move",
    "Stage",
    "read_declaration",
    "read_declarations",
]
