"""Services asked, and replies proved: one package a service; `http` alone uses the network."""
