"""One module per page (画面): each takes a request and answers it."""
