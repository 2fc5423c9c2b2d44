"""What the bot says unasked: members' watches, and the posts that a server's admins want."""
