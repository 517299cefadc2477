"""What a rule reports: findings with cause, related places and fixes; suppressions and selection."""
