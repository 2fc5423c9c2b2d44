"""What the bot posts by itself where a server's admins want it: new articles, a weekly digest, "on this day"."""
