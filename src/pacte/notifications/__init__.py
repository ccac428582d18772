"""Notifications: messages shown on a page, and their e-mails sent through a queue."""
