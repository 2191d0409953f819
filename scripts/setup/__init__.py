"""Makes the environment in .venv; on any Python from 3.7 and by itself, since it brings 3.10."""
