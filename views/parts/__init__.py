"""What pages share: data and its cache, controls, messages, and parts of pages."""
