"""The statement of marks 得分说明书: what is said of a mark (words), what proves it (cited), and the lines put together (lines)."""
