"""Two readings set side by side (記録の突き合わせ): likeness of texts, the same record in both, what differs."""
