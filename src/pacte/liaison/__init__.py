"""What goes to and comes from partners: messages owed and received, receipts, refusals, files of acts."""
