"""Many paths through an engine -> reports on disk, an overview, a journal to go on from. Starts in `run.py`."""
