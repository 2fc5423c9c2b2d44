"""`make bench`: speed against the peers, and (beside it) what each lever adds to the quality of answers."""
