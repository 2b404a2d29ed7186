"""Stored results, the experiments behind them, the ledger of claims."""
