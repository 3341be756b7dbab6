"""Progress management (進捗管理): the plan, the ledger of issues and promises, the sheet, the progress database."""
