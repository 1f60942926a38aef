"""What gunicorn reads in the directory in which it is started."""

from config.gunicorn_hooks import when_ready

__all__ = ["when_ready"]
