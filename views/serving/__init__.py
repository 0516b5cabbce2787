"""Streamlit's server and the gate before it."""
