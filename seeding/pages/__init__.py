"""Pages of the site that know the seeding: tours of the storylines, and the cases of the answer key."""
