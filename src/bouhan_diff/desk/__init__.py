"""The desk (机上での比較): `compare` in the browser, on this machine only.

`server` answers the requests of one `page`, and keeps files and results in a `workspace`.
"""
