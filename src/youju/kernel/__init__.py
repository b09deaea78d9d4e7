"""What every room stands on: refusals, the trace and its log, people, posts and powers."""
