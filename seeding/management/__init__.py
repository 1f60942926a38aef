"""The commands of the seeding, and what they share."""
