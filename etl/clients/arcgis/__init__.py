"""The Open Geography Portal (ArcGIS): layers by pattern, replies proved complete."""
