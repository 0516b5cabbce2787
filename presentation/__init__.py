"""What draws or words a figure, for page and paper alike; no Streamlit and no docx here."""
