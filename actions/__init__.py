"""Rasa custom actions: each reads the turn, calls one coaching function, delivers its outcome."""
