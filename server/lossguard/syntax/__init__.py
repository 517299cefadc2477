"""Source to compact nodes with exact spans: chunks, guarded parse, lowering."""
