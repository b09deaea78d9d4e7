"""The ledger: values held to be true, corrected by later rows and never changed; rounds are closed here."""
