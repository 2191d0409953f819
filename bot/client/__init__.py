"""Clients of the coach's channel, for every face."""
