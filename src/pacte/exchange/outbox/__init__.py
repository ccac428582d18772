"""The outbox: what journeys wrote leaves to partners over HTTP, is acknowledged, and is compared with their lists."""
