"""The outbox: sends messages about journeys to partners over HTTP, records receipts, reconciles with their lists."""
