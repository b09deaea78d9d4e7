"""What a value rests on: content-addressed files and citations."""
