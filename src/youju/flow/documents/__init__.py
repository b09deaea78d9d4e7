"""The papers the work rests on: where a scheme, a task or a fact has its basis."""
