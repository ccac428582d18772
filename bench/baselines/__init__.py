"""What the product is compared with: handwritten SQL, usual ORM writes, a page that does nothing."""
