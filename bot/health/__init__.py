"""HEALTH_PORT: whether the process lives, whether it can answer, and figures for Prometheus, over local HTTP."""

from bot.health.serving import Health, serve_health

__all__ = ["Health", "serve_health"]
