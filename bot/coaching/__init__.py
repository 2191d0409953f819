"""Coaching as plain functions: knowledge and a turn in, replies and the next thread out."""
