"""The month on the web, measured: what is laid, who asks, the same work by bare Django, and what came out."""
