"""The statement of marks 得分说明书: its lines (lines), why they say so (because, words, shapes), and what proves a mark (cited)."""
