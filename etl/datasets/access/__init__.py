"""What is around the councils: jobs of small areas, stops, stations, sites and travel times."""
