"""The shell around the rooms: menu, sign-in, refusals, errors, the API mount."""
