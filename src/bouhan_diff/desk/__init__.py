"""The desk (机上での比較): `compare` in the browser, on this machine only."""
