"""Jobs: a process that follows has the process that indexes change the corpus, through the state database."""
