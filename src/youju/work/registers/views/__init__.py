"""Pages of this room: the registers, one as a list or otherwise, a record and its form, what is done with it, and the doors for anybody."""
