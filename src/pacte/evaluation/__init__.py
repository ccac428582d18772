"""What worked: experiments registered before they start."""
