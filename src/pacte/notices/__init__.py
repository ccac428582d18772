"""What people are told: messages seen on a page, mails that leave through a queue."""
